package dev.cria.recipes.chat;

import java.util.Locale;

/**
 * What an answer took, as {@code ollama run --verbose} tells it.
 *
 * @param loadNanos of loading the model, for the first answer; else 0
 * @param promptTokens tokens that the model was given
 * @param cachedTokens of which keys and values were still in memory
 * @param promptNanos until the first token of the answer
 * @param answerTokens tokens of the answer
 * @param steps passes through the model after the one that read the end of the prompt: one for each
 *     token after the first, and one for the token that ended the turn
 * @param answerNanos that these took
 */
record AnswerFigures(
        long loadNanos,
        int promptTokens,
        int cachedTokens,
        long promptNanos,
        int answerTokens,
        int steps,
        long answerNanos) {

    /** The lines. */
    String text() {
        int computed = promptTokens - cachedTokens;
        return """

                total duration:       %s
                load duration:        %s
                prompt eval count:    %d token(s), %d of %d from memory
                prompt eval duration: %s
                prompt eval rate:     %s
                eval count:           %d token(s)
                eval duration:        %s
                eval rate:            %s
                """
                .formatted(
                        duration(loadNanos + promptNanos + answerNanos),
                        duration(loadNanos),
                        computed,
                        cachedTokens,
                        promptTokens,
                        duration(promptNanos),
                        rate(computed, promptNanos),
                        answerTokens,
                        duration(answerNanos),
                        rate(steps, answerNanos));
    }

    /** Such as 4.648s or 130.079ms. */
    static String duration(long nanos) {
        return nanos >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.3fs", nanos / 1e9)
                : String.format(Locale.ROOT, "%.3fms", nanos / 1e6);
    }

    private static String rate(int tokens, long nanos) {
        return tokens == 0 || nanos == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f tokens/s", tokens / (nanos / 1e9));
    }
}
