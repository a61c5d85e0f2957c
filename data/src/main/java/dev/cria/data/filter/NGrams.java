package dev.cria.data.filter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many characters of a text stand in repeated word n-grams, counted as in datatrove's
 * gopher_repetition_filter: the most frequent n-gram counts with its spaces, a repeated one without
 * them, and the scan for repeated ones goes on behind each. Characters are UTF-16 units. An n-gram
 * is known by a hash of 64 bits.
 */
final class NGrams {

    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;

    private final long[] hashes;

    /** The characters before each word, without spaces; one more entry than words. */
    private final int[] offsets;

    NGrams(List<String> words) {
        hashes = new long[words.size()];
        offsets = new int[words.size() + 1];
        for (int i = 0; i < hashes.length; i++) {
            String word = words.get(i);
            hashes[i] = hash(word);
            offsets[i + 1] = offsets[i] + word.length();
        }
    }

    /** Characters of the most frequent n-gram, the first such, times its occurrences. */
    long topCharacters(int n) {
        long[] grams = grams(n);
        Map<Long, Integer> repeated = repeated(grams);
        int most = repeated.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        for (int i = 0; i < grams.length; i++) {
            if (repeated.getOrDefault(grams[i], 1) == most) {
                return (long) most * (offsets[i + n] - offsets[i] + n - 1);
            }
        }
        return 0;
    }

    /** Characters of n-grams that occurred before. */
    long repeatedCharacters(int n) {
        long[] grams = grams(n);
        Set<Long> repeated = repeated(grams).keySet();
        Set<Long> seen = new HashSet<>();
        long characters = 0;
        int i = 0;
        while (i < grams.length) {
            if (!repeated.contains(grams[i]) || seen.add(grams[i])) {
                i++;
            } else {
                characters += offsets[i + n] - offsets[i];
                i += n;
            }
        }
        return characters;
    }

    /** How often those n-grams occur that occur more than once: few, so the map is small. */
    private static Map<Long, Integer> repeated(long[] grams) {
        long[] sorted = grams.clone();
        Arrays.sort(sorted);
        Map<Long, Integer> counts = new HashMap<>();
        for (int start = 0; start < sorted.length; ) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            if (end - start > 1) {
                counts.put(sorted[start], end - start);
            }
            start = end;
        }
        return counts;
    }

    private long[] grams(int n) {
        long[] grams = new long[Math.max(0, hashes.length - n + 1)];
        Arrays.setAll(grams, i -> gram(i, n));
        return grams;
    }

    private long gram(int start, int n) {
        long hash = FNV_BASIS;
        for (int i = start; i < start + n; i++) {
            hash = Long.rotateLeft((hash ^ hashes[i]) * FNV_PRIME, 31);
        }
        return hash;
    }

    /** FNV-1a over UTF-16 units. */
    private static long hash(String word) {
        long hash = FNV_BASIS;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
