package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Mean negative log-likelihood over all targets of the step, each counted with its weight: not a
 * mean of means, so that the loss and gradient do not depend on how a step is cut into batches.
 */
public final class CrossEntropy implements Objective {

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        float[] weights = new float[batch.numTargets()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (-batch.targetWeights()[i] / totals.targetWeight());
        }
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        double sum = 0;
        for (int i = 0; i < logProbs.length; i++) {
            sum -= (double) batch.targetWeights()[i] * logProbs[i];
        }
        return Map.of("loss", sum / totals.targetWeight());
    }
}
