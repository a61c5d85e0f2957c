package dev.cria.data.dedup.minhash;

import dev.cria.data.text.Words;
import java.util.Arrays;
import net.openhft.hashing.LongHashFunction;

/**
 * Every so many consecutive words of a text, with a space between, as 64-bit xxHash of their UTF-8.
 */
final class Shingles {

    private static final LongHashFunction XXH64 = LongHashFunction.xx();

    private Shingles() {}

    /** As many as there are words, less the words of one shingle and 1; none of fewer words. */
    static long[] of(Words words, int length) {
        int count = Math.max(words.size() - length + 1, 0);
        if (count == 0) {
            return new long[0];
        }
        // Words stand one after another, so that a shingle is a stretch of these bytes.
        byte[] bytes = new byte[words.text().length * 3 + words.size()];
        int[] starts = new int[words.size() + 1];
        int at = 0;
        for (int i = 0; i < words.size(); i++) {
            starts[i] = at;
            at = Utf8.encode(words.text(), words.start(i), words.end(i), bytes, at);
            bytes[at++] = ' ';
        }
        starts[words.size()] = at;
        long[] shingles = new long[count];
        for (int i = 0; i < count; i++) {
            int end = starts[i + length] - 1;
            shingles[i] = XXH64.hashBytes(bytes, starts[i], end - starts[i]);
        }
        return shingles;
    }

    /**
     * The set of them by 32 bits of each, ascending. Two of a document's n shingles have the same
     * 32 bits about n^2 / 2^33 times, so that similarities of texts of 10,000 words are exact to
     * some 1e-6.
     */
    static int[] set(long[] shingles) {
        int[] set = new int[shingles.length];
        for (int i = 0; i < set.length; i++) {
            set[i] = (int) (shingles[i] >>> 32);
        }
        Arrays.sort(set);
        int size = 0;
        for (int i = 0; i < set.length; i++) {
            if (i == 0 || set[i] != set[i - 1]) {
                set[size++] = set[i];
            }
        }
        return Arrays.copyOf(set, size);
    }
}
