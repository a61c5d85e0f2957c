package dev.cria.recipes.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much of a stage's time went into steps that its final state holds (goodput). The rest went
 * into starting, loading, saving, evaluating, waiting, and into steps that were lost.
 *
 * @param useful seconds of the steps that count
 * @param wall seconds from start to end, of all attempts together and, under a supervisor, between
 *     them
 * @param interruptions attempts that ended within the stage, by the reason
 * @param lostSteps steps that were run and had to be run again
 * @param lostSeconds their time
 */
public record EffectiveTime(
        double useful,
        double wall,
        Map<String, Integer> interruptions,
        long lostSteps,
        double lostSeconds) {

    /**
     * From what a run has written down.
     *
     * @param useful seconds of the stage's steps that count
     * @param now up to when time is counted, in seconds since 1970
     */
    static EffectiveTime of(List<JsonNode> events, String stage, double useful, double now) {
        Account account = new Account(stage);
        events.forEach(account::add);
        account.passUntil(now);
        return new EffectiveTime(
                useful,
                account.wall,
                account.interruptions,
                account.lostSteps,
                account.lostSeconds);
    }

    /** The share of the time that was useful, from 0 to 1. */
    public double share() {
        return wall > 0 ? Math.min(1, useful / wall) : 1;
    }

    /** For the table at the end. */
    public String describe() {
        return String.format(Locale.ROOT, "%.1f%% of %s", 100 * share(), Durations.show(wall));
    }

    /** How often and why the stage broke off, and what was lost; empty where it never did. */
    public String describeInterruptions() {
        if (interruptions.isEmpty()) {
            return "";
        }
        String reasons =
                interruptions.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return "%s; %d steps (%s) lost".formatted(reasons, lostSteps, Durations.show(lostSeconds));
    }

    /** Walks over the events. */
    private static final class Account {

        private final String stage;
        private final Map<String, Integer> interruptions = new TreeMap<>();
        private String session = "";
        private String current = "";
        private double last = Double.NaN;
        // Time before a stage begins (start, loading) belongs to the stage.
        private double pending;
        private double wall;
        private long lostSteps;
        private double lostSeconds;

        Account(String stage) {
            this.stage = stage;
        }

        void add(JsonNode event) {
            double time = event.path("time").asDouble();
            switch (event.path("event").asText()) {
                case "begin" -> begin(event, time);
                case "stage" -> {
                    passUntil(time);
                    current = event.path("stage").asText();
                    if (current.equals(stage)) {
                        wall += pending;
                    }
                    pending = 0;
                }
                case "stage_end" -> {
                    passUntil(time);
                    current = "";
                }
                case "end" -> {
                    passUntil(time);
                    if (current.equals(stage)) {
                        interruptions.merge(event.path("reason").asText(), 1, Integer::sum);
                    }
                    current = "";
                }
                case "resume" -> {
                    passUntil(time);
                    if (event.path("stage").asText().equals(stage)) {
                        lostSteps += event.path("lost_steps").asLong();
                        lostSeconds += event.path("lost_seconds").asDouble();
                    }
                }
                default -> passUntil(time);
            }
        }

        private void begin(JsonNode event, double time) {
            if (event.path("session").asText().equals(session)) {
                passUntil(time);
            } else {
                // Nobody tried to go on between two sessions.
                session = event.path("session").asText();
                pending = Math.max(0, time - event.path("since").asDouble());
                last = time;
            }
            current = "";
        }

        void passUntil(double time) {
            double passed = Double.isNaN(last) ? 0 : Math.max(0, time - last);
            if (current.equals(stage)) {
                wall += passed;
            } else if (current.isEmpty()) {
                pending += passed;
            }
            last = time;
        }
    }
}
