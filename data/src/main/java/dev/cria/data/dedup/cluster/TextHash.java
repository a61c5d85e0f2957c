package dev.cria.data.dedup.cluster;

import net.openhft.hashing.LongTupleHashFunction;

/**
 * 128 bits that stand for a text, by XXH3: among ten billion texts two different ones have the same
 * hash with a probability below 1e-18.
 */
public record TextHash(long high, long low) {

    private static final LongTupleHashFunction XXH128 = LongTupleHashFunction.xx128();

    /** Of a text. */
    public static TextHash of(CharSequence text) {
        long[] hash = XXH128.hashChars(text);
        return new TextHash(hash[0], hash[1]);
    }

    /** Of part of an array of numbers. */
    public static TextHash of(long[] values, int offset, int length) {
        long[] hash = XXH128.hashLongs(values, offset, length);
        return new TextHash(hash[0], hash[1]);
    }

    /** Of part of an array. */
    public static TextHash of(char[] text, int offset, int length) {
        long[] hash = XXH128.hashChars(text, offset, length);
        return new TextHash(hash[0], hash[1]);
    }
}
