package dev.cria.data.batch;

/**
 * A run of tokens of a packed batch that attend causally to each other and, if there is a prefix,
 * to the whole of an earlier run and to what that one's tokens see.
 *
 * @param start index of the first token
 * @param length number of tokens, at least 1
 * @param prefixStart index of the first token of the prefix; 0 without one
 * @param prefixLength number of tokens of the prefix; 0 without one
 */
public record Segment(int start, int length, int prefixStart, int prefixLength) {

    /** A run of tokens on its own. */
    public static Segment of(int start, int length) {
        return new Segment(start, length, 0, 0);
    }
}
