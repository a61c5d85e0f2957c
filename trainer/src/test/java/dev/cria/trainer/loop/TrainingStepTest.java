package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What cannot be trained on ends the run before anything changes, and names its rows. */
final class TrainingStepTest {

    private static final List<Batch> BATCHES =
            TinyModels.examples(3, 1).stream()
                    .map(example -> BatchBuilder.ofExamples(List.of(example)))
                    .toList();

    /** A loss and a slope, whatever the log-probabilities. */
    private record Fixed(double loss, float slope) implements Objective {
        @Override
        public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
            float[] weights = new float[batch.numTargets()];
            Arrays.fill(weights, slope);
            return weights;
        }

        @Override
        public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
            return Map.of("loss", loss / BATCHES.size());
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunBeforeTheUpdate() {
        assertRefused(new Fixed(Double.NaN, 1), "step 7: the loss is NaN; nothing was changed");
        assertRefused(
                new Fixed(Double.POSITIVE_INFINITY, 1),
                "step 7: the loss is Infinity; nothing was changed");
    }

    @Test
    void aGradientBeyondAllNumbersEndsTheRunBeforeTheUpdate() {
        assertRefused(new Fixed(2, 1e30f), "step 7: the gradient norm is Infinity");
        assertRefused(new Fixed(2, Float.NaN), "step 7: the gradient norm is NaN");
    }

    private static void assertRefused(Objective objective, String message) {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Optimizer optimizer = optimizer(policy)) {
                float[] embedding = model.embedding().toFloatArray();
                long live = engine.liveArrays();
                TrainingStep step = step(policy, objective, optimizer);
                BatchException refused =
                        assertThrows(
                                BatchException.class, () -> step.run(7, BATCHES, SpikeGuard.off()));
                assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
                for (Batch batch : BATCHES) {
                    assertTrue(refused.getMessage().contains(batch.origins().get(0)));
                }
                assertEquals(BATCHES, refused.batches());
                assertArrayEquals(embedding, model.embedding().toFloatArray());
                assertEquals(live, engine.liveArrays());
            }
        }
    }

    @Test
    void aBatchWithoutTargetsIsRefusedWithItsRow() {
        TokenizedExample plain = TinyModels.examples(1, 2).get(0);
        TokenizedExample mute =
                new TokenizedExample(plain.ids(), new boolean[plain.ids().length], "chat.jsonl:17");
        List<Batch> batches = List.of(BATCHES.get(0), BatchBuilder.ofExamples(List.of(mute)));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Optimizer optimizer = optimizer(policy)) {
                BatchException refused =
                        assertThrows(
                                BatchException.class,
                                () ->
                                        step(policy, new CrossEntropy(), optimizer)
                                                .run(1, batches, SpikeGuard.off()));
                assertTrue(
                        refused.getMessage()
                                .contains("no token of a batch carries loss; nothing was changed"),
                        refused.getMessage());
                assertTrue(
                        refused.getMessage().contains("ran over chat.jsonl:17."),
                        refused.getMessage());
            }
        }
    }

    private static Optimizer optimizer(Policy policy) {
        return new AdamW(
                new AdamW.Settings(0.9, 0.95, 1e-8, 0.1), policy.engine(), policy.parameters());
    }

    private static TrainingStep step(Policy policy, Objective objective, Optimizer optimizer) {
        return new TrainingStep(
                policy, objective, optimizer, step -> 1e-3, 1.0, false, new ActivationMemory(0));
    }
}
