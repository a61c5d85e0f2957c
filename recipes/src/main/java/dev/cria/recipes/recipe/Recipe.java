package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.List;

/**
 * A checked recipe.
 *
 * @param outputDir the run folder
 * @param seed every random number derives from it
 * @param threads CPU threads; 0 for all
 * @param recovery what is done when the run dies or hangs
 * @param tracking who gets the figures of each step
 * @param warnings what is odd but not wrong
 */
public record Recipe(
        String name,
        Path outputDir,
        long seed,
        int threads,
        Recovery recovery,
        Tracking tracking,
        List<Stage> stages,
        List<String> warnings) {

    /** A recipe whose figures go where they go without a word. */
    public Recipe(
            String name,
            Path outputDir,
            long seed,
            int threads,
            Recovery recovery,
            List<Stage> stages,
            List<String> warnings) {
        this(name, outputDir, seed, threads, recovery, Tracking.DEFAULT, stages, warnings);
    }

    /** The same with so many restarts. */
    public Recipe withRestarts(int restarts) {
        return new Recipe(
                name,
                outputDir,
                seed,
                threads,
                recovery.withRestarts(restarts),
                tracking,
                stages,
                warnings);
    }

    /** The same with other stages, in another folder. */
    public Recipe with(Path folder, List<Stage> others) {
        return new Recipe(name, folder, seed, threads, recovery, tracking, others, warnings);
    }
}
