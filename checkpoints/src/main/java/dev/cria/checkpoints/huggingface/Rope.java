package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;

/**
 * Rotary position embedding (<a href="https://arxiv.org/abs/2104.09864">RoFormer</a>).
 *
 * @param theta the base of the frequencies
 * @param scaling null for Llama 3.0 and earlier
 */
public record Rope(double theta, Llama3Scaling scaling) {

    public Rope {
        if (!(theta > 0) || Double.isInfinite(theta)) {
            throw new UserException("rope_theta must be positive, got " + theta);
        }
    }

    /**
     * By what each of the headDim/2 frequencies theta^(-2i/headDim) is divided; all 1 without
     * scaling. The formula is that of transformers' {@code _compute_llama3_parameters}: wavelengths
     * longer than original/low are stretched by the factor, those shorter than original/high are
     * kept, those between are interpolated.
     */
    public double[] factors(int headDim) {
        double[] factors = new double[headDim / 2];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = scaling == null ? 1 : factor(Math.pow(theta, -2.0 * i / headDim));
        }
        return factors;
    }

    private double factor(double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        double turns = scaling.originalMaxPositionEmbeddings() / wavelength;
        if (turns < scaling.lowFreqFactor()) {
            return scaling.factor();
        }
        if (turns > scaling.highFreqFactor()) {
            return 1;
        }
        double smooth =
                (turns - scaling.lowFreqFactor())
                        / (scaling.highFreqFactor() - scaling.lowFreqFactor());
        return 1 / ((1 - smooth) / scaling.factor() + smooth);
    }
}
