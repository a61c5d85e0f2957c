package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.RankedExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.RewardObjective;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Losses, gradient norms, accuracies and margins of 20 steps of a reward model equal those of TRL.
 * The numbers were made by scripts/references/rewards.py with TRL 1.13 and torch 2.13.
 */
final class GoldenRewardTest {

    private static final int PROMPTS_PER_BATCH = 2;

    @TempDir private Path cache;

    @Test
    void aWholeModelTrainsAsInTrl() throws IOException {
        try (Engine engine = Engine.cpu();
                LlamaModel model = start(engine)) {
            assertCurve("full", Policy.of(model), new RewardObjective(0));
        }
    }

    @Test
    void centredRewardsAreThoseOfTrl() throws IOException {
        try (Engine engine = Engine.cpu();
                LlamaModel model = start(engine)) {
            assertCurve("centred", Policy.of(model), new RewardObjective(0.01));
        }
    }

    @Test
    void anAdapterWithItsHeadTrainsAsInTrl() throws IOException {
        try (Engine engine = Engine.cpu();
                LlamaModel model = start(engine);
                LoraAdapter adapter =
                        LoraAdapter.load(model, Shared.path("golden").resolve("dpo-lora/start"))) {
            assertCurve("lora", new Policy(model, adapter), new RewardObjective(0));
        }
    }

    private static LlamaModel start(Engine engine) {
        LlamaModel model = ModelLoader.scoring(engine, Shared.path("golden/model-30"), 0);
        NDArray head = model.weights().get(LlamaModel.SCORE).value();
        float[] values = new float[(int) head.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.02 * Math.sin(i + 1));
        }
        head.set(values);
        return model;
    }

    private List<Batch> batches() {
        List<RankedExample> rankings =
                GoldenPreferenceTest.pairs(Shared.path("golden"), cache).stream()
                        .map(
                                pair ->
                                        new RankedExample(
                                                pair.prompt(),
                                                List.of(pair.chosen(), pair.rejected()),
                                                pair.origin()))
                        .toList();
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < rankings.size(); i += PROMPTS_PER_BATCH) {
            batches.add(BatchBuilder.ofRankings(rankings.subList(i, i + PROMPTS_PER_BATCH)));
        }
        return batches;
    }

    private void assertCurve(String name, Policy policy, RewardObjective objective)
            throws IOException {
        JsonNode curve;
        try (InputStream file = GoldenRewardTest.class.getResourceAsStream("reward-curves.json")) {
            curve = new JsonMapper().readTree(file).get(name);
        }
        List<StepMetrics> steps = GoldenPreferenceTest.train(policy, objective, batches());
        assertEquals(20, curve.size());
        for (int i = 0; i < curve.size(); i++) {
            JsonNode expected = curve.get(i);
            StepMetrics step = steps.get(i);
            double loss = expected.get("loss").asDouble();
            double norm = expected.get("grad_norm").asDouble();
            String at = name + ", step " + (i + 1);
            assertEquals(loss, step.loss(), 1e-4 * Math.max(1, loss), at);
            assertEquals(norm, step.gradNorm(), 1e-3 * Math.max(0.01, norm), at + " gradient");
            assertEquals(
                    expected.get("accuracy").asDouble(),
                    step.extras().get("reward_accuracy"),
                    1e-9,
                    at + " accuracy");
            assertEquals(
                    expected.get("margin").asDouble(),
                    step.extras().get("reward_margin"),
                    1e-3,
                    at + " margin");
        }
    }
}
