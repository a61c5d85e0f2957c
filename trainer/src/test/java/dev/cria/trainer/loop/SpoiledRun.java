package dev.cria.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.testing.storage.ForwardingStorage;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.HostWindow;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.AdamW8bit;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.optim.RowGradient;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.GradientSink;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A training of eight steps with a checkpoint after every second one, which a number spoils. */
final class SpoiledRun implements AutoCloseable, BatchPlan, StepHook, Rewind {

    static final long STEPS = 8;
    static final int SAVE_STEPS = 2;
    static final int MAX_SKIPS = 2;

    private final Spoil spoil;
    private final Random random;
    private final Engine engine = Engine.cpu();
    private final LlamaModel model;
    private final Policy policy;
    private final Optimizer optimizer;
    private final TrainingCheckpoints checkpoints;
    private final CheckpointParts parts;
    private final List<StepHook> hooks = new ArrayList<>();
    final CheckpointStore store;
    final SpikeGuard guard;
    private boolean done;
    private long step;
    private final long steps;

    /** The state right before the spoiled step, with the number in it, and after it. */
    byte[] before = new byte[0];

    byte[] after = new byte[0];
    long skipped;
    long rolledBackFrom;
    long rolledBackTo = -1;

    /** The system's own writing behind is enough: nobody takes the power away. */
    private static final class UnforcedDisk extends ForwardingStorage {

        UnforcedDisk() {
            super(Storage.disk());
        }

        @Override
        public OpenFile create(Path file) throws IOException {
            return new ForwardingFile(super.create(file)) {
                @Override
                public void force() {}
            };
        }

        @Override
        public void forceFolder(Path folder) {}
    }

    SpoiledRun(Path folder, Spoil spoil) {
        this(folder, spoil, STEPS, SAVE_STEPS);
    }

    SpoiledRun(Path folder, Spoil spoil, long steps, int saveSteps) {
        this.steps = steps;
        this.spoil = spoil;
        this.random = new Random(spoil.seed());
        this.model = ModelLoader.random(engine, config(spoil), 5);
        this.policy = Policy.of(model);
        AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);
        this.optimizer =
                spoil.eightBit()
                        ? new AdamW8bit(settings, engine, policy.parameters())
                        : new AdamW(settings, engine, policy.parameters());
        this.guard =
                new SpikeGuard(
                        new SpikeGuard.Settings(
                                SpikeGuard.Action.NONE, 4, 8, 2, 1, spoil.action(), MAX_SKIPS));
        this.parts =
                new CheckpointParts(
                        policy.parameters(), Map.of("optimizer", optimizer, "guard", guard));
        this.store = new CheckpointStore(folder, 2, new UnforcedDisk(), CheckpointStore.WARN);
        this.checkpoints =
                new TrainingCheckpoints(
                        engine,
                        store,
                        parts,
                        new SaveSchedule(saveSteps, 0),
                        new TrainingCheckpoints.Settings(
                                spoil.async(),
                                TrainingCheckpoints.WhenBusy.WAIT,
                                () -> Long.MAX_VALUE,
                                1),
                        CheckpointNotes.NONE,
                        () -> -1);
    }

    /** Wide enough that some moments are bytes. */
    private static LlamaConfig config(Spoil spoil) {
        return TinyModels.config().toBuilder()
                .hiddenSize(48)
                .intermediateSize(96)
                .tieWordEmbeddings(spoil.tied())
                .build();
    }

    /** Does something after each step, before it is saved. */
    void each(StepHook hook) {
        hooks.add(hook);
    }

    /** Nothing is spoiled from now on. */
    SpoiledRun clean() {
        done = true;
        return this;
    }

    SpoiledRun run() {
        TrainingStep training =
                new TrainingStep(
                        policy,
                        new SpoiledLoss(),
                        optimizer,
                        at -> 1e-3,
                        spoil.inBackward() ? 0 : 1,
                        spoil.inBackward(),
                        new ActivationMemory(0),
                        (at, sink) -> new SpoiledSink(sink));
        hooks.add(this);
        hooks.add(checkpoints);
        new TrainingLoop("spoiled", training, this, guard, this, hooks).run(0);
        return this;
    }

    /** Parameters and optimizer, every byte of them. */
    byte[] state() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, List<TensorData>> tensors = parts.tensors();
        try {
            for (String part : List.of("parameters", "optimizer")) {
                for (TensorData tensor : tensors.get(part)) {
                    bytes.writeBytes(tensor.info().name().getBytes(StandardCharsets.UTF_8));
                    tensor.content().writeTo(Channels.newChannel(bytes));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Makes a number of a parameter or of a moment what it must not be. */
    void spoilState() {
        List<NDArray> arrays =
                spoil.kind() == Spoil.Kind.PARAMETER
                        ? spoilable()
                        : List.copyOf(new TreeMap<>(optimizer.numbers()).values());
        NDArray array = arrays.get(random.nextInt(arrays.size()));
        // Of moments by row, the first ones: room for rows to come is no part of the state.
        boolean hasRoom = array.getShape().get(0) > model.config().vocabSize();
        long size = hasRoom ? 10 * array.getShape().get(1) : array.size();
        long place = (long) (random.nextDouble() * size);
        if (array == model.embedding() && !spoil.tied()) {
            // A row that no token of the step reads is found only when it is saved.
            int token = TinyModels.examples(2, spoil.step()).get(0).ids()[0];
            place = token * array.getShape().get(1) + place % array.getShape().get(1);
        }
        HostWindow.write(array, place, 1, bytes -> bytes.asFloatBuffer().put(spoil.value()));
    }

    /** With updates in the backward pass, what shows in gradients only is found too late. */
    private List<NDArray> spoilable() {
        return policy.parameters().stream()
                .filter(p -> !spoil.inBackward() || !p.name().matches(".*\\.[qk]_proj\\..*"))
                .map(p -> p.value())
                .toList();
    }

    @Override
    public List<Batch> batches(long step) {
        this.step = step;
        if (isNow()) {
            if (spoil.stays()) {
                spoilState();
                done = true;
            }
            before = state();
        }
        List<Batch> batches =
                List.of(
                        BatchBuilder.ofExamples(TinyModels.examples(2, step)),
                        BatchBuilder.ofExamples(TinyModels.examples(1, -step)));
        return spoil.inBackward() ? batches.subList(0, 1) : batches;
    }

    private boolean isNow() {
        return !done && step == spoil.step();
    }

    @Override
    public long totalSteps() {
        return steps;
    }

    @Override
    public void after(FinishedStep finished) {
        if (finished.verdict() == SpikeGuard.Verdict.SKIP && !finished.batches().isEmpty()) {
            skipped++;
            after = state();
        }
    }

    @Override
    public void rolledBack(FinishedStep spike, long back) {
        rolledBackFrom = spike.number();
        rolledBackTo = back;
    }

    @Override
    public long restore() {
        after = state();
        return checkpoints.restore();
    }

    @Override
    public void save(long step) {
        checkpoints.save(step);
    }

    private final class SpoiledLoss implements Objective {

        private final Objective objective = new CrossEntropy();

        @Override
        public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
            return objective.weights(batch, totals, logProbs);
        }

        @Override
        public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
            Map<String, Double> shares = new HashMap<>(objective.shares(batch, totals, logProbs));
            if (isNow() && spoil.kind() == Spoil.Kind.LOSS) {
                shares.put("loss", (double) spoil.value());
                done = true;
            }
            return shares;
        }
    }

    private final class SpoiledSink implements GradientSink {

        private final GradientSink sink;
        private final String name =
                policy.parameters().get(random.nextInt(policy.parameters().size())).name();

        SpoiledSink(GradientSink sink) {
            this.sink = sink;
        }

        private void spoil(String of, NDArray gradient) {
            if (isNow() && spoil.kind() == Spoil.Kind.GRADIENT && of.equals(name)) {
                long row = (long) (random.nextDouble() * gradient.getShape().get(0));
                gradient.set(new NDIndex(row), spoil.value());
                done = true;
            }
        }

        @Override
        public void begin(Map<String, Double> shares) {
            sink.begin(shares);
        }

        @Override
        public void add(String of, NDArray gradient) {
            spoil(of, gradient);
            sink.add(of, gradient);
        }

        @Override
        public void addRows(String of, RowGradient gradient) {
            spoil(of, gradient.values());
            sink.addRows(of, gradient);
        }

        @Override
        public void layerDone(String pending) {
            sink.layerDone(pending);
        }
    }

    @Override
    public void close() {
        try (engine;
                model;
                optimizer;
                checkpoints) {
            guard.leftOut();
        } catch (NotFiniteException e) {
            // Training has ended with it before the writer told.
        }
    }
}
