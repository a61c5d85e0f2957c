package dev.cria.trainer.optim;

/**
 * The learning rate by step: a linear rise from 0 over the warm-up, then constant, linear or cosine
 * decay. Step 0 is the first; with a warm-up it runs at rate 0, as in transformers.
 *
 * @param peak the highest rate
 * @param warmupSteps length of the rise
 * @param totalSteps length of the run, after which the rate has reached its floor
 * @param minRatio the floor as a share of {@code peak}
 */
public record Schedule(Kind kind, double peak, long warmupSteps, long totalSteps, double minRatio)
        implements LearningRate {

    /** How the rate falls after the warm-up. */
    public enum Kind {
        /** It stays. */
        CONSTANT,
        /** In a straight line. */
        LINEAR,
        /** By half a cosine. */
        COSINE
    }

    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        double progress =
                Math.min(1, (step - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
        double share =
                switch (kind) {
                    case CONSTANT -> 1;
                    case LINEAR -> 1 - progress;
                    case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
                };
        return kind == Kind.CONSTANT ? peak : peak * (minRatio + (1 - minRatio) * share);
    }
}
