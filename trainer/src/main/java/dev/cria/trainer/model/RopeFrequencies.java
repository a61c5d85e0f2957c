package dev.cria.trainer.model;

import dev.cria.checkpoints.huggingface.Rope;

/** Angular frequencies of the rotary position embedding (Su et al. 2021, arXiv:2104.09864). */
final class RopeFrequencies {

    private RopeFrequencies() {}

    /**
     * The {@code headDim / 2} frequencies theta^(-2i / headDim), each divided by its factor where
     * the model slows them down for long contexts ({@link Rope#factors}).
     */
    static float[] of(Rope rope, int headDim) {
        double[] factors = rope.factors(headDim);
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (Math.pow(rope.theta(), -2.0 * i / headDim) / factors[i]);
        }
        return frequencies;
    }
}
