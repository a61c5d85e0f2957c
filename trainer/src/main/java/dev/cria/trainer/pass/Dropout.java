package dev.cria.trainer.pass;

/**
 * What is dropped of the inputs of low-rank factors in one batch: a function of the run's seed, the
 * step and the batch, so that a layer that is run again, and a run that is resumed, drop the same.
 *
 * @param probability that an input is dropped; 0 for none
 * @param seed of the batch
 */
record Dropout(double probability, long seed) {

    /** Nothing is dropped: outside training. */
    static final Dropout NONE = new Dropout(0, 0);

    /** What is dropped in a batch of a step. */
    static Dropout of(Policy policy, long step, long batch) {
        return policy.dropout() == 0
                ? NONE
                : new Dropout(policy.dropout(), mix(mix(policy.dropoutSeed(), step), batch));
    }

    /** The seed of a layer: 32 bits, as many as the CPU's generator takes. */
    long layerSeed(int layer) {
        return mix(seed, layer) >>> 32;
    }

    /** Steele et al. 2014 (SplitMix64): each bit of the result depends on all bits of both. */
    private static long mix(long seed, long number) {
        long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
