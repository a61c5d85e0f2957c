package dev.cria.recipes.job.training;

import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.run.Attempt;
import dev.cria.trainer.loop.SpikeGuard;
import java.lang.System.Logger.Level;
import java.util.Set;

/** Does what a supervisor has decided after a stage blew up. */
record Recoveries(Attempt attempt, String stage) {

    private static final System.Logger LOG = System.getLogger(Recoveries.class.getName());

    /** Before the state of a checkpoint is taken up: those that led into the blow-up go. */
    void dropCheckpoints(CheckpointStore store) {
        long newest = attempt.newestAllowed(stage);
        if (newest < Long.MAX_VALUE) {
            LOG.log(
                    Level.WARNING,
                    "{0}: back to step {1} or before, to get around a blow-up",
                    stage,
                    newest);
            store.deleteAfter(newest);
        }
    }

    /** After it has been taken up. Checkpoints know what was left out up to their step. */
    void leaveOut(SpikeGuard guard, long done) {
        Set<Long> steps = attempt.leftOut(stage);
        steps.removeIf(step -> step <= done);
        if (!steps.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0}: steps {1} are left out, the run blew up in them",
                    stage,
                    steps);
            guard.leaveOut(steps);
        }
    }
}
