package dev.cria.recipes.job.training;

import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.engine.FreeMemory;
import dev.cria.trainer.loop.CheckpointParts;
import dev.cria.trainer.loop.SaveSchedule;
import dev.cria.trainer.loop.TrainingCheckpoints;
import dev.cria.trainer.optim.Resumable;
import dev.cria.trainer.pass.Policy;
import java.util.Locale;
import java.util.Map;

/** From the keys of section {@code checkpoint} to what saves a stage. */
final class Saving implements AutoCloseable {

    /** Of the memory that is free, so much may be taken for copies. */
    private static final double SHARE_OF_FREE = 0.8;

    private final Stage stage;
    private final Policy policy;
    private final CheckpointStore store;
    private long spared = -1;
    private TrainingCheckpoints checkpoints;

    Saving(Stage stage, Policy policy, CheckpointStore store) {
        this.stage = stage;
        this.policy = policy;
        this.store = store;
    }

    /** From the next checkpoint on, that of this step is not deleted until another is named. */
    void spare(long step) {
        spared = step;
    }

    /** Checkpoints of the policy and of what remembers beside it. */
    TrainingCheckpoints of(Map<String, Resumable> remembering, RunFacts facts) {
        checkpoints =
                new TrainingCheckpoints(
                        policy.engine(),
                        store,
                        new CheckpointParts(policy.parameters(), remembering),
                        new SaveSchedule(stage.integer("save_steps"), stage.number("save_seconds")),
                        new TrainingCheckpoints.Settings(
                                stage.flag("async_save"),
                                TrainingCheckpoints.WhenBusy.valueOf(
                                        stage.text("when_busy").toUpperCase(Locale.ROOT)),
                                () -> (long) (SHARE_OF_FREE * FreeMemory.bytes()),
                                neededScheduled()),
                        facts,
                        () -> spared);
        return checkpoints;
    }

    /** A rollback needs the newest, an average several. */
    private int neededScheduled() {
        boolean back =
                stage.text("spike_action").equals("rollback")
                        || stage.text("nonfinite_action").equals("rollback");
        return Math.max(back ? 1 : 0, stage.integer("average_last_checkpoints"));
    }

    /** For the table at the end. */
    void describe(Map<String, String> facts) {
        String left =
                checkpoints.skipped() == 0
                        ? ""
                        : ", %d left out while one was written".formatted(checkpoints.skipped());
        facts.put(
                "checkpoints",
                String.format(
                        Locale.ROOT,
                        "%d, training stopped for %.2f s%s",
                        checkpoints.saved(),
                        checkpoints.stalledSeconds(),
                        left));
    }

    @Override
    public void close() {
        if (checkpoints != null) {
            checkpoints.close();
        }
    }
}
