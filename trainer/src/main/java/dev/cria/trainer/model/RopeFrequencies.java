package dev.cria.trainer.model;

import dev.cria.checkpoints.huggingface.Llama3Scaling;
import dev.cria.checkpoints.huggingface.Rope;

/** Angular frequencies of the rotary position embedding. */
public final class RopeFrequencies {

    private RopeFrequencies() {}

    /**
     * The {@code headDim / 2} frequencies, theta^(-2i / headDim), slowed down for long contexts as
     * Llama 3.1's reference code does ({@code apply_scaling} of meta-llama/llama-models): unchanged
     * above the high frequency, divided by the factor below the low one, mixed in between.
     */
    public static float[] of(Rope rope, int headDim) {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float plain = (float) (1.0 / (float) Math.pow(rope.theta(), 2.0 * i / headDim));
            frequencies[i] = rope.scaling() == null ? plain : scale(plain, rope.scaling());
        }
        return frequencies;
    }

    private static float scale(float frequency, Llama3Scaling scaling) {
        double wavelength = 2 * Math.PI / frequency;
        double original = scaling.originalMaxPositionEmbeddings();
        if (wavelength < original / scaling.highFreqFactor()) {
            return frequency;
        }
        if (wavelength > original / scaling.lowFreqFactor()) {
            return (float) (frequency / scaling.factor());
        }
        double smooth =
                (original / wavelength - scaling.lowFreqFactor())
                        / (scaling.highFreqFactor() - scaling.lowFreqFactor());
        return (float) ((1 - smooth) * frequency / scaling.factor() + smooth * frequency);
    }
}
