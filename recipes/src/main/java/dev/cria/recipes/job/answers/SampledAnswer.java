package dev.cria.recipes.job.answers;

import java.util.Map;

/**
 * An answer that was drawn, judged.
 *
 * @param dropped why it is not to be kept; empty where nothing speaks against it
 * @param scores what each judge says, with its weight
 */
record SampledAnswer(String text, String dropped, Map<String, Double> scores) {

    /** It ran out of tokens. */
    static final String CUT = "cut";

    /** An answer before it to the same prompt says the same. */
    static final String REPEATED = "repeated";

    /** A better one to the same prompt says nearly the same. */
    static final String NEAR = "nearly repeated";

    /** It is in another language than the prompt. */
    static final String OTHER_LANGUAGE = "other language";

    /** What it is worth: the scores added up. */
    double reward() {
        return scores.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The same, not to be kept. */
    SampledAnswer dropped(String why) {
        return new SampledAnswer(text, why, scores);
    }

    boolean isDropped() {
        return !dropped.isEmpty();
    }
}
