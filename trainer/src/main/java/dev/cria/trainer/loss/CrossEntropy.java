package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Mean negative log-likelihood over all targets of the step: not a mean of means, so that the loss
 * and gradient do not depend on how a step is cut into batches.
 */
public final class CrossEntropy implements Objective {

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        float[] weights = new float[batch.numTargets()];
        Arrays.fill(weights, (float) (-1.0 / totals.targets()));
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        double sum = 0;
        for (float logProb : logProbs) {
            sum -= logProb;
        }
        return Map.of("loss", sum / totals.targets());
    }
}
