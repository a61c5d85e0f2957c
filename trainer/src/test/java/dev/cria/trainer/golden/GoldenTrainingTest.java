package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loop.TrainingLoop;
import dev.cria.trainer.loop.TrainingStep;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.optim.Schedule;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Curves and final weights equal TRL's, however a step is cut into batches. */
final class GoldenTrainingTest {

    /** Conversations per optimizer step in the reference. */
    private static final int PER_STEP = 4;

    static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);

    @ParameterizedTest(name = "{0} examples per batch, every {1}th layer run again")
    @CsvSource({"2,0", "4,0", "1,0", "2,1", "4,2"})
    void fullFineTuningEqualsTrl(int perBatch, int checkpointEvery) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            Policy policy = Policy.of(model);
            List<StepMetrics> steps =
                    train(policy, new CrossEntropy(), sft(golden, perBatch), checkpointEvery);
            assertCurve(golden.resolve("sft-full/curve.jsonl"), steps);
            try (SafetensorsFile end =
                    SafetensorsFile.open(golden.resolve("sft-full/final/model.safetensors"))) {
                assertWeights(end, policy.parameters());
            }
        }
    }

    @ParameterizedTest(name = "{0} examples per batch, every {1}th layer run again")
    @CsvSource({"2,0", "4,1"})
    void loraEqualsTrl(int perBatch, int checkpointEvery) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"));
                LoraAdapter adapter = LoraAdapter.load(model, golden.resolve("sft-lora/start"))) {
            Policy policy = new Policy(model, adapter);
            List<StepMetrics> steps =
                    train(policy, new CrossEntropy(), sft(golden, perBatch), checkpointEvery);
            assertCurve(golden.resolve("sft-lora/curve.jsonl"), steps);
            try (PeftAdapter end = PeftAdapter.open(golden.resolve("sft-lora/final"))) {
                assertWeights(end.tensors(), policy.parameters());
            }
        }
    }

    @ParameterizedTest(name = "{0}, every {1}th layer run again")
    @CsvSource({"model-30,0", "model-30,1", "model-31,0"})
    void updatesInTheBackwardPassAreThoseAfterIt(String name, int checkpointEvery)
            throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel after = ModelLoader.load(engine, golden.resolve(name));
                LlamaModel during = ModelLoader.load(engine, golden.resolve(name))) {
            BatchPlan plan = sft(golden, PER_STEP);
            ActivationMemory activations = new ActivationMemory(checkpointEvery);
            Policy one = Policy.of(after);
            Policy other = Policy.of(during);
            try (Optimizer first = new AdamW(SETTINGS, engine, one.parameters());
                    Optimizer second = new AdamW(SETTINGS, engine, other.parameters())) {
                train(one, new CrossEntropy(), plan, activations, first, 0, false);
                train(other, new CrossEntropy(), plan, activations, second, 0, true);
            }
            for (int i = 0; i < one.parameters().size(); i++) {
                Parameter expected = one.parameters().get(i);
                assertArrayEquals(
                        expected.value().toFloatArray(),
                        other.parameters().get(i).value().toFloatArray(),
                        expected.name());
            }
        }
    }

    @ParameterizedTest(name = "{0} conversations per batch")
    @ValueSource(ints = {1, 2})
    void accumulatedGradientsAreThoseOfOneBatch(int perBatch) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel whole = ModelLoader.load(engine, golden.resolve("model-30"));
                LlamaModel cut = ModelLoader.load(engine, golden.resolve("model-30"))) {
            List<StepMetrics> expected =
                    train(Policy.of(whole), new CrossEntropy(), sft(golden, PER_STEP), 0);
            List<StepMetrics> actual =
                    train(Policy.of(cut), new CrossEntropy(), sft(golden, perBatch), 0);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).loss(), actual.get(i).loss(), 1e-5, "step " + (i + 1));
            }
        }
    }

    /** The settings of all reference runs. */
    static List<StepMetrics> train(
            Policy policy, Objective objective, BatchPlan plan, int checkpointEvery) {
        try (Optimizer optimizer = new AdamW(SETTINGS, policy.engine(), policy.parameters())) {
            return train(policy, objective, plan, checkpointEvery, optimizer);
        }
    }

    /** The same with another optimizer. */
    static List<StepMetrics> train(
            Policy policy,
            Objective objective,
            BatchPlan plan,
            int checkpointEvery,
            Optimizer optimizer) {
        ActivationMemory activations = new ActivationMemory(checkpointEvery);
        return train(policy, objective, plan, activations, optimizer, 1.0, false);
    }

    private static List<StepMetrics> train(
            Policy policy,
            Objective objective,
            BatchPlan plan,
            ActivationMemory activations,
            Optimizer optimizer,
            double maxGradNorm,
            boolean inBackward) {
        List<StepMetrics> steps = new ArrayList<>();
        TrainingStep step =
                new TrainingStep(
                        policy,
                        objective,
                        optimizer,
                        new Schedule(Schedule.Kind.COSINE, 1e-3, 3, 20, 0),
                        maxGradNorm,
                        inBackward,
                        activations);
        new TrainingLoop("golden", step, plan, List.of(s -> steps.add(s.metrics()))).run(0);
        return steps;
    }

    static void assertCurve(Path curve, List<StepMetrics> steps) throws IOException {
        List<String> lines = Files.readAllLines(curve);
        assertEquals(20, steps.size());
        for (int i = 0; i < 20; i++) {
            JsonNode expected = new JsonMapper().readTree(lines.get(i));
            StepMetrics step = steps.get(i);
            String at = "step " + (i + 1);
            assertEquals(expected.get("loss").asDouble(), step.loss(), 1e-4, at);
            double norm = expected.get("grad_norm").asDouble();
            assertEquals(norm, step.gradNorm(), 1e-3 * norm, at);
            assertEquals(expected.get("learning_rate").asDouble(), step.learningRate(), 1e-9, at);
        }
    }

    static void assertWeights(TensorSource expected, List<Parameter> parameters) {
        assertEquals(expected.tensors().size(), parameters.size());
        for (Parameter parameter : parameters) {
            TensorInfo info = expected.tensors().get(parameter.name());
            FloatBuffer values =
                    expected.bytes(info.name(), 0, (int) info.byteSize()).asFloatBuffer();
            for (float value : parameter.value().toFloatArray()) {
                assertEquals(values.get(), value, 1e-3, parameter.name());
            }
        }
    }

    /** The conversations repeat after eight, so the eight tokenised ones are all there are. */
    static BatchPlan sft(Path golden, int perBatch) throws IOException {
        JsonNode rows = new JsonMapper().readTree(golden.resolve("sft-tokens.json").toFile());
        List<TokenizedExample> examples = new ArrayList<>();
        for (JsonNode row : rows) {
            int[] ids = new int[row.get("input_ids").size()];
            boolean[] target = new boolean[ids.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = row.get("input_ids").get(i).asInt();
                target[i] = row.get("assistant_masks").get(i).asInt() == 1;
            }
            examples.add(new TokenizedExample(ids, target, "sft:" + examples.size()));
        }
        return plan(
                step -> {
                    List<Batch> batches = new ArrayList<>();
                    for (int i = 0; i < PER_STEP; i += perBatch) {
                        List<TokenizedExample> members = new ArrayList<>();
                        for (int j = 0; j < perBatch; j++) {
                            int index = (int) ((step - 1) * PER_STEP + i + j) % examples.size();
                            members.add(examples.get(index));
                        }
                        batches.add(BatchBuilder.ofExamples(members));
                    }
                    return batches;
                });
    }

    /** A plan of twenty steps. */
    static BatchPlan plan(java.util.function.LongFunction<List<Batch>> batches) {
        return new BatchPlan() {
            @Override
            public List<Batch> batches(long step) {
                return batches.apply(step);
            }

            @Override
            public long totalSteps() {
                return 20;
            }
        };
    }
}
