package dev.cria.trainer.optim;

/**
 * Warm-up, a stable phase, and a decay in the last steps of the run (Hu et al. 2024,
 * arXiv:2404.06395), with the formulas of {@code get_wsd_schedule} of transformers: a linear rise
 * from the floor to the peak, the peak, and a fall to the floor.
 *
 * @param form how the rate falls
 * @param peak the highest rate
 * @param warmupSteps length of the rise
 * @param decaySteps length of the fall, which ends with the run
 * @param totalSteps length of the run
 * @param minRatio the floor as a share of {@code peak}
 */
public record WarmupStableDecay(
        Form form, double peak, long warmupSteps, long decaySteps, long totalSteps, double minRatio)
        implements LearningRate {

    /** How the rate falls. */
    public enum Form {
        /** In a straight line. */
        LINEAR,
        /** By half a cosine. */
        COSINE,
        /** 1 - sqrt of the progress (Hägele et al. 2024, arXiv:2405.18392). */
        ONE_MINUS_SQRT
    }

    @Override
    public double at(long step) {
        return peak * factor(step);
    }

    private double factor(long step) {
        if (step < warmupSteps) {
            return above((double) step / warmupSteps);
        }
        long decayed = step - (totalSteps - decaySteps);
        if (decayed < 0) {
            return 1;
        }
        return decayed < decaySteps ? above(fall((double) decayed / decaySteps)) : minRatio;
    }

    private double fall(double progress) {
        return switch (form) {
            case LINEAR -> 1 - progress;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
            case ONE_MINUS_SQRT -> 1 - Math.sqrt(progress);
        };
    }

    private double above(double share) {
        return minRatio + (1 - minRatio) * share;
    }
}
