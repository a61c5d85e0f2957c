package dev.cria.recipes.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Kills a run over and over at random times while it trains and saves, starting it again each time
 * with the same command. A run that comes to its end is compared with one that nobody disturbed.
 */
final class KillLoop {

    /** Longer than a few steps and a save take on an idle machine. */
    private static final int MOST_MILLIS = 400;

    private final TinyTraining training;
    private final RunFiles.Identity clean;
    private final Random random;
    private final long mostLost;
    private final int mostSteps;
    private final String[] keys;
    private final Consumer<String> out;
    private int runs;
    private int whileSaving;
    private long lost;
    private long worst;
    private final List<Long> resumedFrom = new ArrayList<>();

    /**
     * @param clean what a run must come to
     * @param mostLost steps that a kill may cost
     * @param mostSteps up to as many steps are waited for before a kill, for steps that take long
     * @param keys of the recipe, for all runs
     */
    KillLoop(
            TinyTraining training,
            RunFiles.Identity clean,
            Random random,
            long mostLost,
            int mostSteps,
            Consumer<String> out,
            String... keys) {
        this.training = training;
        this.clean = clean;
        this.random = random;
        this.mostLost = mostLost;
        this.mostSteps = mostSteps;
        this.out = out;
        this.keys = keys;
    }

    void run(int kills) throws IOException, InterruptedException {
        int done = 0;
        while (done < kills) {
            String name = "killed-" + ++runs;
            boolean ended = false;
            while (!ended && done < kills) {
                RunProcess process = training.start(name, Map.of(), keys);
                if (training.files(name).awaitTraining(process)) {
                    int steps = mostSteps == 0 ? 0 : random.nextInt(mostSteps);
                    training.files(name).awaitSteps(process, steps);
                    Thread.sleep(random.nextInt(MOST_MILLIS));
                }
                if (process.isAlive()) {
                    process.kill();
                    done++;
                    whileSaving += training.files(name).wasSaving() ? 1 : 0;
                    if (done % 25 == 0) {
                        out.accept("%d kills, %d while saving".formatted(done, whileSaving));
                    }
                } else {
                    assertEquals(0, process.await(), () -> failure(name));
                    ended = true;
                }
            }
            compare(name);
        }
        out.accept(
                "%d kills in %d runs, %d of them while saving; %d steps lost, %d at most by one kill; all runs as the clean one"
                        .formatted(done, runs, whileSaving, lost, worst));
    }

    /** The steps after which runs went on, those of first starts left out. */
    List<Long> resumedFrom() {
        return resumedFrom.stream().filter(step -> step > 0).toList();
    }

    private String failure(String name) {
        try {
            return training.output(name);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void compare(String name) throws IOException, InterruptedException {
        RunFiles files = training.finish(name, keys);
        RunFiles.Identity disturbed = files.identity();
        assertTrue(clean.steps().equals(disturbed.steps()), () -> name + ": other losses");
        assertEquals(clean.files(), disturbed.files(), name);
        for (JsonNode resume : files.events("resume")) {
            long steps = resume.path("lost_steps").asLong();
            assertTrue(steps <= mostLost, () -> "a kill has cost %d steps".formatted(steps));
            lost += steps;
            worst = Math.max(worst, steps);
            resumedFrom.add(resume.path("from").asLong());
        }
    }
}
