package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.util.List;

/**
 * Which documents of its files a source takes.
 *
 * @param sources values of a document's source; empty for any
 * @param score name of a number in the meta; empty where none counts
 * @param least the least score, included
 * @param below the score from which a document is no longer taken
 */
public record Selector(List<String> sources, String score, double least, double below) {

    /** Takes every document. */
    public static final Selector ALL =
            new Selector(List.of(), "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Copies the list. */
    public Selector {
        sources = List.copyOf(sources);
    }

    /** All documents with a score from one bound up to another. */
    public static Selector scored(String score, double least, double below) {
        return new Selector(List.of(), score, least, below);
    }

    /** All documents whose source is one of these. */
    public static Selector from(String... sources) {
        return new Selector(List.of(sources), "", ALL.least, ALL.below);
    }

    /**
     * Whether a document is taken; one without the score is not.
     *
     * @throws UserException if its score is no number
     */
    boolean takes(Document document) {
        if (!sources.isEmpty() && !sources.contains(document.source())) {
            return false;
        }
        if (score.isEmpty()) {
            return true;
        }
        String value = document.meta().get(score);
        if (value == null) {
            return false;
        }
        double number = number(document, value);
        return number >= least && number < below;
    }

    private double number(Document document, String value) {
        try {
            double number = Double.parseDouble(value);
            if (!Double.isNaN(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UserException(
                "document %s of %s: %s is '%s', expected a number; mend it, or take the source by another score"
                        .formatted(document.id(), document.source(), score, value));
    }
}
