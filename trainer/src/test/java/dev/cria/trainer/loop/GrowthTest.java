package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.HeldoutLoss;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.AdamW8bit;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two thousand steps leave as many arrays and as much resident memory as the first few hundred.
 * Resident memory, which holds the heap of Java too, may drift by {@link #TOLERANCE_MB}.
 */
@Tag("slow")
final class GrowthTest {

    private static final long STEPS = 2000;
    private static final long WARM = 500;
    private static final long BETWEEN = 50;
    private static final double TOLERANCE_MB = 8;

    private final List<Long> arrays = new ArrayList<>();
    private final List<Double> megabytes = new ArrayList<>();

    @Test
    void fullFineTuningWithCheckpointingAndEverythingThatWatches() {
        List<TokenizedExample> examples = TinyModels.examples(4, 1);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Optimizer optimizer = new AdamW8bit(settings(), engine, policy.parameters());
                    MovingAverage average = new MovingAverage(0.99, engine, policy.parameters())) {
                HeldoutLoss heldout =
                        new HeldoutLoss(
                                policy,
                                new CrossEntropy(),
                                List.of(BatchBuilder.ofExamples(TinyModels.examples(3, 2))));
                Evaluation evaluation =
                        new Evaluation(
                                new Evaluation.Settings(10, "eval_loss", false, 0, 0, true),
                                () -> average.during(heldout::measure),
                                step -> {});
                run(
                        "full, checkpointing",
                        new TrainingStep(
                                policy,
                                new CrossEntropy(),
                                optimizer,
                                step -> 1e-3,
                                1,
                                false,
                                new ActivationMemory(1)),
                        step -> examples,
                        List.of(average, evaluation));
            }
        }
    }

    @Test
    void lora() {
        List<TokenizedExample> examples = TinyModels.examples(4, 1);
        LoraConfig config =
                new LoraConfig(4, 8, 0, List.of("q_proj", "v_proj", "down_proj"), false, "");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            Policy policy = new Policy(model, adapter);
            try (Optimizer optimizer = new AdamW(settings(), engine, policy.parameters())) {
                run("LoRA", plain(policy, optimizer), step -> examples, List.of());
            }
        }
    }

    @Test
    void packedBatchesOfChangingLengths() {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Optimizer optimizer = new AdamW(settings(), engine, policy.parameters())) {
                run(
                        "packed, changing lengths",
                        plain(policy, optimizer),
                        step -> TinyModels.examples(1 + (int) (step % 13), step),
                        List.of());
            }
        }
    }

    private void run(
            String name,
            TrainingStep training,
            LongFunction<List<TokenizedExample>> examples,
            List<StepHook> hooks) {
        BatchPlan plan =
                new BatchPlan() {
                    @Override
                    public List<Batch> batches(long step) {
                        return List.of(BatchBuilder.ofExamples(examples.apply(step)));
                    }

                    @Override
                    public long totalSteps() {
                        return STEPS;
                    }
                };
        Engine engine = training.policy().engine();
        List<StepHook> all = new ArrayList<>(hooks);
        all.add(step -> look(engine, step.number()));
        new TrainingLoop("growth", training, plan, all).run(0);

        long first = arrays.get(0);
        arrays.forEach(live -> assertEquals(first, live));
        int half = megabytes.size() / 2;
        double drift =
                mean(megabytes.subList(half, megabytes.size())) - mean(megabytes.subList(0, half));
        System.out.printf(
                "growth: %s: %d arrays alive throughout, resident %.1f MB, later half %+.2f MB%n",
                name, first, mean(megabytes), drift);
        assertTrue(drift < TOLERANCE_MB, "resident memory rose by " + drift + " MB: " + megabytes);
    }

    private void look(Engine engine, long step) {
        if (step >= WARM && step % BETWEEN == 0) {
            System.gc();
            arrays.add(engine.liveArrays());
            megabytes.add(resident());
        }
    }

    private static double resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static TrainingStep plain(Policy policy, Optimizer optimizer) {
        return new TrainingStep(
                policy,
                new CrossEntropy(),
                optimizer,
                step -> 1e-3,
                1,
                false,
                new ActivationMemory(0));
    }

    private static AdamW.Settings settings() {
        return new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);
    }
}
