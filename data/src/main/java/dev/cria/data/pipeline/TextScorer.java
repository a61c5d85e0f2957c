package dev.cria.data.pipeline;

import java.util.List;

/**
 * Judges texts by something that the steps' own module does not have, such as a language model.
 * Whoever has it makes a step of it and lists its kind beside those of the catalog.
 */
public interface TextScorer extends AutoCloseable {

    /**
     * What was found.
     *
     * @param score from 0 to 1
     * @param categories what it was found for, if anything
     */
    record Judgement(double score, List<String> categories) {

        /** Copies the list. */
        public Judgement {
            categories = List.copyOf(categories);
        }
    }

    /** A function of the text alone. Called by several threads at once. */
    Judgement judge(String text);

    @Override
    void close();
}
