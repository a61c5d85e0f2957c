package dev.cria.trainer.loss;

import dev.cria.trainer.loss.PairLoss.Answer;
import dev.cria.trainer.loss.PairLoss.Value;
import java.util.function.ToDoubleFunction;

/** The losses of preference pairs that have a name in the literature. */
public final class PairLosses {

    private PairLosses() {}

    /**
     * Direct preference optimisation: {@code -log sigmoid(beta margin)}, the margin being the gain
     * of the chosen answer less that of the rejected one (Rafailov et al. 2023, arXiv:2305.18290).
     *
     * @param beta strength of the pull towards the reference
     * @param smoothing probability that a pair is the wrong way round, below 0.5; mixes in the loss
     *     of the flipped pair (Mitchell 2023)
     */
    public static PairLoss sigmoid(double beta, double smoothing) {
        return new Margin(beta, answer -> 1, true) {
            @Override
            Slope slope(double margin) {
                return logistic(beta * margin, beta, smoothing);
            }
        };
    }

    /**
     * The same with the gains of tokens, on average, in the place of sums, so that length does not
     * count (Tulu 3, Lambert et al. 2024, arXiv:2411.15124, section 5.1).
     */
    public static PairLoss sigmoidNorm(double beta, double smoothing) {
        return new Margin(beta, Answer::tokens, true) {
            @Override
            Slope slope(double margin) {
                return logistic(beta * margin, beta, smoothing);
            }
        };
    }

    /**
     * Identity preference optimisation: {@code (margin - 1 / (2 tau))^2} of average gains (Azar et
     * al. 2023, arXiv:2310.12036, equation 17; the average is that of TRL, confirmed there by the
     * authors).
     *
     * @param tau the method's regularisation, {@code beta} elsewhere
     */
    public static PairLoss ipo(double tau) {
        return new Margin(tau, Answer::tokens, true) {
            @Override
            Slope slope(double margin) {
                double off = margin - 1 / (2 * tau);
                return new Slope(off * off, 2 * off);
            }
        };
    }

    /** {@code max(0, 1 - beta margin)} (RSO, Liu et al. 2023, arXiv:2309.06657). */
    public static PairLoss hinge(double beta) {
        return new Margin(beta, answer -> 1, true) {
            @Override
            Slope slope(double margin) {
                double short_ = 1 - beta * margin;
                return short_ > 0 ? new Slope(short_, -beta) : new Slope(0, 0);
            }
        };
    }

    /**
     * {@code -log sigmoid(beta (mean log p of chosen - mean log p of rejected) - gamma)}, without a
     * reference (SimPO, Meng et al. 2024, arXiv:2405.14734).
     *
     * @param gamma the margin that is aimed at
     */
    public static PairLoss simpo(double beta, double gamma, double smoothing) {
        return new Margin(beta, Answer::tokens, false) {
            @Override
            Slope slope(double margin) {
                return logistic(beta * margin - gamma, beta, smoothing);
            }
        };
    }

    /**
     * {@code -lambda log sigmoid(log odds ratio)} of the answers' average probabilities, without a
     * reference (ORPO, Hong et al. 2024, arXiv:2403.07691, equations 4 and 7). The method adds the
     * chosen answer's own loss.
     */
    public static PairLoss orpo(double lambda) {
        return new PairLoss() {
            @Override
            public Value of(Answer chosen, Answer rejected) {
                double logOdds = logOdds(chosen) - logOdds(rejected);
                double slope = -lambda * Logistic.sigmoid(-logOdds);
                return new Value(
                        -lambda * Logistic.logSigmoid(logOdds),
                        slope / (-Math.expm1(chosen.meanGain()) * chosen.tokens()),
                        -slope / (-Math.expm1(rejected.meanGain()) * rejected.tokens()));
            }

            private double logOdds(Answer answer) {
                double mean = answer.meanGain();
                return mean - Math.log(-Math.expm1(mean));
            }

            @Override
            public double reward(Answer answer) {
                return lambda * answer.meanGain();
            }

            @Override
            public boolean hasReference() {
                return false;
            }
        };
    }

    /** A loss and its derivative by the margin. */
    private record Slope(double loss, double byMargin) {}

    /** {@code -log sigmoid(x)}, x rising by {@code rise} with the margin. */
    private static Slope logistic(double x, double rise, double smoothing) {
        double loss =
                -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
        double byX = -(1 - smoothing) * Logistic.sigmoid(-x) + smoothing * Logistic.sigmoid(x);
        return new Slope(loss, rise * byX);
    }

    /** A loss of the difference of gains, each divided by a length. */
    private abstract static class Margin implements PairLoss {

        private final double beta;
        private final ToDoubleFunction<Answer> length;
        private final boolean hasReference;

        Margin(double beta, ToDoubleFunction<Answer> length, boolean hasReference) {
            this.beta = beta;
            this.length = length;
            this.hasReference = hasReference;
        }

        abstract Slope slope(double margin);

        @Override
        public Value of(Answer chosen, Answer rejected) {
            double ofChosen = length.applyAsDouble(chosen);
            double ofRejected = length.applyAsDouble(rejected);
            Slope slope = slope(chosen.gain() / ofChosen - rejected.gain() / ofRejected);
            return new Value(
                    slope.loss(), slope.byMargin() / ofChosen, -slope.byMargin() / ofRejected);
        }

        /** With a reference, of the whole answer as in TRL; of an average token without one. */
        @Override
        public double reward(Answer answer) {
            return beta * (hasReference ? answer.gain() : answer.meanGain());
        }

        @Override
        public boolean hasReference() {
            return hasReference;
        }
    }
}
