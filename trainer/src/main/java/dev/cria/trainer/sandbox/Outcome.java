package dev.cria.trainer.sandbox;

/**
 * How a program ended.
 *
 * @param code that it ended with; below 0 the number of a signal; of {@link End#EXIT} only
 * @param output standard output and standard error as they came, cut at their limit
 * @param seconds of the clock
 */
public record Outcome(End end, int code, String output, double seconds) {

    /** Whether it ended by itself and says that all was well, which a program can say of itself. */
    public boolean isSuccess() {
        return end == End.EXIT && code == 0;
    }
}
