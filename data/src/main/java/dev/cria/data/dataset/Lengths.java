package dev.cria.data.dataset;

import java.util.List;

/** Measures and cuts examples of one kind. */
interface Lengths<T> {

    LengthLimit limit();

    /** Number of tokens that the length limit is about. */
    int length(T example);

    /** Number of tokens that carry loss. */
    int targets(T example);

    /** The example without what lies beyond the limit. */
    T truncated(T example);

    String origin(T example);

    /**
     * Whether an example with anything to learn remains for the list, after cutting it if asked.
     */
    default Outcome add(T example, List<T> kept) {
        T fitting = example;
        boolean excess = length(example) > limit().maxSeqLen();
        if (excess && limit().excess() == ExcessLength.ERROR) {
            throw limit().tooLong(origin(example), length(example));
        }
        if (excess && limit().excess() == ExcessLength.DROP) {
            return Outcome.TOO_LONG;
        }
        if (excess) {
            fitting = truncated(example);
        }
        if (targets(fitting) == 0) {
            return Outcome.WITHOUT_TARGET;
        }
        kept.add(fitting);
        return excess ? Outcome.TRUNCATED : Outcome.WHOLE;
    }

    /** What became of an example. */
    enum Outcome {
        WHOLE,
        TRUNCATED,
        TOO_LONG,
        WITHOUT_TARGET
    }
}
