package dev.cria.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CrossEntropyTest {

    private static final float WEIGHT = 0.25f;

    private final CrossEntropy loss = new CrossEntropy();
    private final TokenizedExample whole = TinyModels.examples(2, 3).get(0);
    private final TokenizedExample quarter = weighted(TinyModels.examples(2, 3).get(1), WEIGHT);

    @Test
    void theLossOfAStepIsTheWeightedMeanHoweverItIsCut() {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            double first = sum(Forward.logProbs(policy, batch(whole)));
            double second = sum(Forward.logProbs(policy, batch(quarter)));
            double weight = whole.numTargets() + WEIGHT * quarter.numTargets();
            double expected = -(first + WEIGHT * second) / weight;
            assertEquals(expected, loss(policy, List.of(batch(whole, quarter))), 1e-5);
            assertEquals(expected, loss(policy, List.of(batch(whole), batch(quarter))), 1e-5);
        }
    }

    @Test
    void derivativesAreTheWeightsByTheirSum() {
        List<Batch> step = List.of(batch(whole), batch(quarter));
        StepTotals totals = StepTotals.of(step);
        double sum = whole.numTargets() + WEIGHT * quarter.numTargets();
        for (float derivative : loss.weights(step.get(0), totals, null)) {
            assertEquals((float) (-1 / sum), derivative);
        }
        for (float derivative : loss.weights(step.get(1), totals, null)) {
            assertEquals((float) (-WEIGHT / sum), derivative);
        }
    }

    @Test
    void oneWeightForAllIsNoWeight() {
        Batch ones = batch(whole);
        Batch quarters = batch(weighted(whole, WEIGHT));
        assertArrayEquals(
                loss.weights(ones, StepTotals.of(List.of(ones)), null),
                loss.weights(quarters, StepTotals.of(List.of(quarters)), null));
    }

    private double loss(Policy policy, List<Batch> step) {
        StepTotals totals = StepTotals.of(step);
        return step.stream()
                .mapToDouble(b -> loss.shares(b, totals, Forward.logProbs(policy, b)).get("loss"))
                .sum();
    }

    private static Batch batch(TokenizedExample... examples) {
        return BatchBuilder.ofExamples(List.of(examples));
    }

    private static TokenizedExample weighted(TokenizedExample example, float weight) {
        float[] weights = example.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= weight;
        }
        return new TokenizedExample(example.ids(), weights, example.origin());
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
