package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import dev.cria.trainer.pass.Teaching;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code (1 - kdRatio)} times the negative log-likelihood plus {@code kdRatio} times the squared
 * temperature times the divergence of a teacher, averaged over the targets of a step with their
 * weights. By the square gradients keep their size whatever the temperature (Hinton et al. 2015,
 * arXiv:1503.02531, section 2).
 */
public final class Distillation implements Objective {

    private static final int NUMBERS = Teaching.NUMBERS;

    private final Teaching teaching;
    private final double kdRatio;

    /**
     * @param kdRatio share of the teacher in the loss, from 0 to 1
     */
    public Distillation(Teaching teaching, double kdRatio) {
        this.teaching = teaching;
        this.kdRatio = kdRatio;
    }

    @Override
    public Optional<Teaching> teaching() {
        return Optional.of(teaching);
    }

    private double ofDivergence() {
        double temperature = teaching.divergence().temperature();
        return kdRatio * temperature * temperature;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> numbers) {
        float[] weights = new float[NUMBERS * batch.numTargets()];
        for (int i = 0; i < batch.numTargets(); i++) {
            double share = batch.targetWeights()[i] / totals.targetWeight();
            weights[NUMBERS * i] = (float) (-(1 - kdRatio) * share);
            weights[NUMBERS * i + 1] = (float) (ofDivergence() * share);
        }
        return weights;
    }

    /** Beside the loss: {@code nll}, {@code kd}, {@code kl_teacher} and {@code agreement}. */
    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] numbers) {
        double[] sums = new double[NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            double share = batch.targetWeights()[i / NUMBERS] / totals.targetWeight();
            sums[i % NUMBERS] += share * numbers[i];
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("loss", -(1 - kdRatio) * sums[0] + ofDivergence() * sums[1]);
        shares.put("nll", -sums[0]);
        shares.put("kd", sums[1]);
        shares.put("kl_teacher", sums[2]);
        shares.put("agreement", sums[3]);
        return shares;
    }
}
