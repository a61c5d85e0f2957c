package dev.cria.trainer.golden;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.Map;
import java.util.function.Supplier;

/** A loss of which the derivatives are given. */
record GivenWeights(float[] weights) implements Objective {

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> outputs) {
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] outputs) {
        return Map.of("loss", 0.0);
    }
}
