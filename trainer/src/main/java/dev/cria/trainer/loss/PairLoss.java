package dev.cria.trainer.loss;

/** The loss of one preference pair as a function of the log-probabilities of its two answers. */
public interface PairLoss {

    /**
     * What is known of an answer.
     *
     * @param logProb sum over the answer's tokens, in nats
     * @param reference the same of the frozen reference; 0 for a loss without one
     * @param tokens how many tokens are summed up
     */
    record Answer(double logProb, double reference, double tokens) {

        /** How much likelier the answer is than to the reference, in nats. */
        double gain() {
            return logProb - reference;
        }

        /** The gain of a token, on average. */
        double meanGain() {
            return gain() / tokens;
        }
    }

    /**
     * A loss and its derivatives.
     *
     * @param byChosen by the chosen answer's {@code logProb}
     * @param byRejected by the rejected answer's
     */
    record Value(double loss, double byChosen, double byRejected) {}

    /** The loss of a pair. */
    Value of(Answer chosen, Answer rejected);

    /** What an answer is worth by the model in training, for reports. */
    double reward(Answer answer);

    /** Whether answers are compared with a reference. */
    boolean hasReference();
}
