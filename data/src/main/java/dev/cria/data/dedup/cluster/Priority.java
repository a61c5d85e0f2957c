package dev.cria.data.dedup.cluster;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;

/** Numbers by which documents are ranked: the least is kept. */
public final class Priority {

    /** Of a document of which nothing is known that could rank it: behind all others. */
    public static final long LAST = Long.MAX_VALUE;

    private Priority() {}

    /** Larger values come first. */
    public static long descending(double value) {
        if (Double.isNaN(value)) {
            return LAST;
        }
        long bits = Double.doubleToLongBits(value + 0.0); // -0.0 is 0.0
        return ~(bits ^ ((bits >> 63) & Long.MAX_VALUE));
    }

    /**
     * By a score among a document's meta data, the larger the better; without one, last.
     *
     * @throws UserException if it is no number
     */
    public static long byScore(Document document, String field, String step) {
        String score = document.meta().get(field);
        if (score == null || score.isBlank()) {
            return LAST;
        }
        try {
            return descending(Double.parseDouble(score));
        } catch (NumberFormatException e) {
            throw new UserException(
                    "step %s: document '%s': field '%s' is '%s'; expected a number, the larger the better"
                            .formatted(step, document.id(), field, score),
                    e);
        }
    }
}
