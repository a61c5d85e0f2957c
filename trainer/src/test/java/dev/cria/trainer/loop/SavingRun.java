package dev.cria.trainer.loop;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.HostCopies;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A training of six steps that writes a checkpoint of every step beside it. */
final class SavingRun implements AutoCloseable, BatchPlan {

    static final long STEPS = 6;

    final Engine engine = Engine.cpu();
    final Policy policy;
    final CheckpointStore store;
    final TrainingCheckpoints checkpoints;
    private final LlamaModel model;
    private final Optimizer optimizer;
    private final CheckpointParts parts;

    SavingRun(
            Path folder,
            Storage storage,
            LlamaConfig config,
            TrainingCheckpoints.WhenBusy whenBusy,
            long freeBytes) {
        model = ModelLoader.random(engine, config, 5);
        policy = Policy.of(model);
        optimizer = new AdamW(new AdamW.Settings(0.9, 0.95, 1e-8, 0), engine, policy.parameters());
        parts = new CheckpointParts(policy.parameters(), Map.of("optimizer", optimizer));
        store = new CheckpointStore(folder, 2, storage, CheckpointStore.WARN);
        checkpoints =
                new TrainingCheckpoints(
                        engine,
                        store,
                        parts,
                        new SaveSchedule(1, 0),
                        new TrainingCheckpoints.Settings(true, whenBusy, () -> freeBytes, 1),
                        CheckpointNotes.NONE,
                        () -> -1);
    }

    /** Runs to the end; what is given runs after each step and its checkpoint. */
    void run(StepHook after) {
        TrainingStep step =
                new TrainingStep(
                        policy,
                        new CrossEntropy(),
                        optimizer,
                        at -> 1e-3,
                        1,
                        false,
                        new ActivationMemory(0));
        new TrainingLoop("saving", step, this, SpikeGuard.off(), null, List.of(checkpoints, after))
                .run(0);
    }

    /** Bytes that copies of the state take. */
    long copiedBytes() {
        return parts.tensors().values().stream().mapToLong(HostCopies::bytes).sum();
    }

    /** Every byte of the parameters as they are now. */
    float[] embedding() {
        return model.embedding().toFloatArray();
    }

    List<TensorData> parameters() {
        return parts.tensors().get("parameters");
    }

    @Override
    public List<Batch> batches(long step) {
        return List.of(BatchBuilder.ofExamples(TinyModels.examples(2, step)));
    }

    @Override
    public long totalSteps() {
        return STEPS;
    }

    @Override
    public void close() {
        try {
            checkpoints.close();
        } finally {
            optimizer.close();
            model.close();
            engine.close();
        }
    }
}
