package dev.cria.recipes.recipe;

/**
 * What is done about a run that dies or hangs; times are in seconds.
 *
 * @param restarts how often a run that died is started again; 0 for never
 * @param backoff the wait before a restart that follows an attempt without progress; each further
 *     one waits twice as long. After progress there is none
 * @param maxBackoff the longest wait
 * @param fruitless after so many attempts in a row that made no progress it ends
 * @param hangTimeout a step may take so long at least; 0 where nothing is ever taken for hung
 * @param hangFactor and so many times the median of the last steps
 * @param firstStepTimeout so long the first step may take
 */
public record Recovery(
        int restarts,
        int backoff,
        int maxBackoff,
        int fruitless,
        int hangTimeout,
        int hangFactor,
        int firstStepTimeout) {

    /** Without a word in the recipe. */
    public static final Recovery DEFAULT = new Recovery(0, 1, 300, 3, 60, 10, 300);

    /** The same with so many restarts. */
    public Recovery withRestarts(int number) {
        return new Recovery(
                number, backoff, maxBackoff, fruitless, hangTimeout, hangFactor, firstStepTimeout);
    }
}
