package dev.cria.data.heuristic;

import dev.cria.data.text.Words;

/**
 * How many characters of a text stand in repeated n-grams of words, counted as in datatrove's
 * gopher_repetition_filter: the most frequent n-gram counts with a space between its words; a
 * repeated one counts without, is told by its characters alone, and the search goes on behind it.
 * Hashes of 64 bits stand for the n-grams.
 */
final class NGrams {

    private final int size;

    /** Hashes of the characters of all words in front of each, and one more. */
    private final long[] prefixes;

    /** UTF-16 units in the words in front of each, and one more. */
    private final int[] units;

    /** Code points in the words in front of each, and one more. */
    private final int[] codePoints;

    NGrams(Words words) {
        this(words, 0, words.size());
    }

    /** Those of a number of words from one on. */
    NGrams(Words words, int first, int count) {
        size = count;
        prefixes = new long[size + 1];
        units = new int[size + 1];
        codePoints = new int[size + 1];
        char[] text = words.text();
        for (int i = 0; i < size; i++) {
            int start = words.start(first + i);
            int end = words.end(first + i);
            prefixes[i + 1] = RollingHash.append(prefixes[i], text, start, end);
            units[i + 1] = units[i] + end - start;
            codePoints[i + 1] = codePoints[i] + words.length(first + i);
        }
    }

    /** The characters of all words. */
    int characters() {
        return codePoints[size];
    }

    /**
     * Characters of the most frequent n-gram, the first such, times its occurrences; 0 if it occurs
     * less than {@code least} times.
     *
     * @param spaces between two words of it, which count as characters
     */
    long topCharacters(int n, long least, int spaces) {
        int grams = size - n + 1;
        if (grams <= 0) {
            return 0;
        }
        HashCounts counts = HashCounts.ofThread(grams);
        int most = 1;
        for (int i = 0; i < grams; i++) {
            most = Math.max(most, counts.add(sequence(i, n)));
        }
        if (most < least) {
            return 0;
        }
        int first = 0;
        while (most > 1 && counts.get(sequence(first, n)) != most) {
            first++;
        }
        return (long) most * (codePoints[first + n] - codePoints[first] + spaces * (n - 1));
    }

    /** Characters of n-grams that occurred before. */
    long repeatedCharacters(int n) {
        int grams = size - n + 1;
        if (grams <= 0) {
            return 0;
        }
        HashCounts seen = HashCounts.ofThread(grams);
        long characters = 0;
        for (int i = 0; i < grams; ) {
            boolean isNew = seen.add(concatenation(i, i + n)) == 1;
            if (!isNew) {
                characters += codePoints[i + n] - codePoints[i];
            }
            i += isNew ? 1 : n;
        }
        return characters;
    }

    /**
     * At least as many characters as {@link #repeatedCharacters} gives for n or more words: those
     * of all words in n-grams that occurred before, overlapping ones too. A longer n-gram that
     * occurred before consists of such words, unless its words were divided in another way before.
     */
    long coveredCharacters(int n) {
        int grams = size - n + 1;
        if (grams <= 0) {
            return 0;
        }
        HashCounts seen = HashCounts.ofThread(grams);
        long characters = 0;
        int end = 0;
        for (int i = 0; i < grams; i++) {
            if (seen.add(concatenation(i, i + n)) > 1) {
                characters += codePoints[i + n] - codePoints[Math.max(i, end)];
                end = i + n;
            }
        }
        return characters;
    }

    /** Tells n-grams by their characters, wherever the words begin. */
    private long concatenation(int from, int to) {
        return RollingHash.between(prefixes[from], prefixes[to], units[to] - units[from]);
    }

    /** Tells n-grams by their words. */
    private long sequence(int from, int n) {
        long hash = 0;
        for (int i = from; i < from + n; i++) {
            hash = Long.rotateLeft(hash * 0x9e3779b97f4a7c15L + concatenation(i, i + 1), 29);
        }
        return hash;
    }
}
