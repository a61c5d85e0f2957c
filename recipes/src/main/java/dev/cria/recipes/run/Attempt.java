package dev.cria.recipes.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One process's go at a run: it writes down what happens to it. */
public final class Attempt {

    private final AttemptLog log;
    private final Session session;
    private final Pulse pulse;
    private final boolean restart;

    private Attempt(AttemptLog log, Session session, Pulse pulse, boolean restart) {
        this.log = log;
        this.session = session;
        this.pulse = pulse;
        this.restart = restart;
    }

    /** Begins. Whoever does must hold the run's lock. */
    static Attempt begin(AttemptLog log, Session session, Heartbeat heartbeat, Pulse pulse) {
        List<JsonNode> events = log.read();
        endEarlier(log, events, heartbeat);
        boolean restart = events.stream().anyMatch(event -> isBegin(event, session));
        log.append(
                AttemptLog.event("begin")
                        .put("session", session.id())
                        .put("since", session.since())
                        .put("pid", ProcessHandle.current().pid()));
        return new Attempt(log, session, pulse, restart);
    }

    private static boolean isBegin(JsonNode event, Session session) {
        return event.path("event").asText().equals("begin")
                && event.path("session").asText().equals(session.id());
    }

    /** A process that was killed, with no supervisor to see it, ended with its last heartbeat. */
    private static void endEarlier(AttemptLog log, List<JsonNode> events, Heartbeat heartbeat) {
        if (events.isEmpty()) {
            return;
        }
        JsonNode last = events.get(events.size() - 1);
        if (!last.path("event").asText().equals("end")) {
            double time = Math.max(last.path("time").asDouble(), heartbeat.time());
            log.append(
                    AttemptLog.event("end")
                            .put("reason", "ended without a word")
                            .put("time", time));
        }
    }

    /** Where signs of life go. */
    public Pulse pulse() {
        return pulse;
    }

    /** Whether a supervisor has started the run again after an earlier process of its own. */
    public boolean isRestart() {
        return restart;
    }

    void beginStage(String stage) {
        log.append(stage("stage", stage));
    }

    void endStage(String stage) {
        log.append(stage("stage_end", stage));
    }

    /**
     * Training goes on from a step; steps after it that were run before are lost.
     *
     * @param lostSeconds the time that they took
     */
    public void resume(String stage, long done, long lostSteps, double lostSeconds) {
        log.append(
                stage("resume", stage)
                        .put("from", done)
                        .put("lost_steps", lostSteps)
                        .put("lost_seconds", lostSeconds));
    }

    /** Training cannot go on with a step. */
    public void blowUp(String stage, long step, String what) {
        log.append(stage("blow_up", stage).put("step", step).put("what", what));
    }

    void hang(double seconds, String dump) {
        log.append(AttemptLog.event("hang").put("seconds", seconds).put("dump", dump));
    }

    /** The end, unless a supervisor writes it down. */
    void end(String reason) {
        if (!session.supervised()) {
            log.append(AttemptLog.event("end").put("reason", reason));
        }
    }

    /** Steps of a stage that a supervisor wants left out, because the run blew up in them. */
    public Set<Long> leftOut(String stage) {
        Set<Long> steps = new TreeSet<>();
        for (JsonNode event : of("leave_out", stage)) {
            event.path("steps").forEach(step -> steps.add(step.asLong()));
        }
        return steps;
    }

    /**
     * The last checkpoint of a stage that a supervisor lets it go on from, later ones having led
     * into a blow-up; the largest number where any will do.
     */
    public long newestAllowed(String stage) {
        long newest = Long.MAX_VALUE;
        for (JsonNode event : log.read()) {
            String name = event.path("event").asText();
            if (event.path("stage").asText().equals(stage)) {
                if (name.equals("leave_out") && event.has("back_to")) {
                    newest = event.path("back_to").asLong();
                } else if (name.equals("resume")) {
                    newest = Long.MAX_VALUE;
                }
            }
        }
        return newest;
    }

    /** How much of a stage's time was useful so far. */
    public EffectiveTime effectiveTime(String stage, double usefulSeconds) {
        return EffectiveTime.of(log.read(), stage, usefulSeconds, log.now());
    }

    private List<JsonNode> of(String name, String stage) {
        return log.read().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .filter(event -> event.path("stage").asText().equals(stage))
                .toList();
    }

    private static ObjectNode stage(String name, String stage) {
        return AttemptLog.event(name).put("stage", stage);
    }
}
