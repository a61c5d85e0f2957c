package dev.cria.recipes.run;

/** Does the work of a stage. */
@FunctionalInterface
public interface Job {

    /** Runs to the end, or throws {@link InterruptedRun} after saving when it is asked to stop. */
    JobResult run(StageContext context);
}
