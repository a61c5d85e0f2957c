package dev.cria.recipes.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Kills rounds of post-training in the middle of their stages; each ends as if it never was. */
record RoundKills(
        TinyRounds rounds, Map<String, String> clean, Random random, Consumer<String> out) {

    /** Longer than a stage with its reference and a few steps takes on an idle machine. */
    private static final int MOST_MILLIS = 400;

    /** Whole rounds of kills until there are so many. */
    void run(int kills) throws IOException, InterruptedException {
        Map<String, Integer> places = new TreeMap<>();
        int done = 0;
        for (int run = 1; done < kills; run++) {
            String name = "killed-" + run;
            for (String stage : TinyRounds.STAGES) {
                // Behind the reference, or the loading, and somewhere in it.
                done += kill(name, stage, false, places);
                done += kill(name, stage, true, places);
            }
            compare(name);
            out.accept("%d kills: %s".formatted(done, places));
        }
    }

    /** One kill in each of the stages that train, and one while a reference speaks. */
    void each(String run) throws IOException, InterruptedException {
        Map<String, Integer> places = new TreeMap<>();
        int done = kill(run, "rm-1", true, places);
        done += kill(run, "sft-1", true, places);
        done += kill(run, "dpo-1", false, places);
        done += kill(run, "dpo-1", true, places);
        compare(run);
        out.accept("%d kills: %s".formatted(done, places));
        assertTrue(done > 0, "every process ended before it could be killed");
    }

    /**
     * Starts the run and kills it in a stage.
     *
     * @param trains whether it waits until the stage has opened its checkpoints
     * @return how many processes were killed: none where the stage had ended, or did too soon
     */
    private int kill(String run, String stage, boolean trains, Map<String, Integer> places)
            throws IOException, InterruptedException {
        int before = rounds.events(run).size();
        RunProcess process = rounds.start(run);
        while (process.isAlive() && !reached(run, before, stage, trains)) {
            Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(trains ? MOST_MILLIS : MOST_MILLIS / 4));
        if (!process.isAlive()) {
            assertEquals(0, process.await(), run);
            return 0;
        }
        process.kill();
        places.merge(place(run, before), 1, Integer::sum);
        return 1;
    }

    /** Whether a process has come to a stage, or passed it. */
    private boolean reached(String run, int before, String stage, boolean trains) {
        List<JsonNode> events = rounds.events(run);
        int order = TinyRounds.STAGES.indexOf(stage);
        return events.subList(Math.min(before, events.size()), events.size()).stream()
                .anyMatch(
                        event -> {
                            int at = TinyRounds.STAGES.indexOf(event.path("stage").asText());
                            String what = event.path("event").asText();
                            boolean begun = what.equals("stage") || what.equals("resume");
                            return begun
                                    && (at > order
                                            || (at == order
                                                    && (!trains
                                                            || !stage.matches("(rm|sft|dpo)-.*")
                                                            || what.equals("resume"))));
                        });
    }

    /** In which stage a process was killed, and whether it was training. */
    private String place(String run, int before) {
        List<JsonNode> events = rounds.events(run);
        String place = "start";
        for (JsonNode event : events.subList(Math.min(before, events.size()), events.size())) {
            switch (event.path("event").asText()) {
                case "stage" -> place = event.path("stage").asText() + " before training";
                case "resume" -> place = event.path("stage").asText() + " training";
                case "stage_end" -> place = "between stages";
                default -> {}
            }
        }
        return place;
    }

    private void compare(String run) throws IOException, InterruptedException {
        rounds.finish(run);
        Map<String, String> disturbed = rounds.identity(run);
        assertEquals(clean.keySet(), disturbed.keySet(), run);
        clean.forEach((file, hash) -> assertEquals(hash, disturbed.get(file), run + ": " + file));
    }
}
