package dev.cria.trainer.generate;

/**
 * A set of tokens.
 *
 * @param bits 64 tokens each, the lowest first
 */
public record TokenSet(long[] bits) {

    /** The empty set of tokens of a vocabulary. */
    public static TokenSet ofSize(int vocabulary) {
        return new TokenSet(new long[(vocabulary + 63) / 64]);
    }

    /** Adds a token. */
    public void add(int id) {
        bits[id >> 6] |= 1L << (id & 63);
    }

    /** Whether it has a token. */
    public boolean contains(int id) {
        return id >> 6 < bits.length && (bits[id >> 6] & 1L << (id & 63)) != 0;
    }

    /** Whether it has none. */
    public boolean isEmpty() {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
