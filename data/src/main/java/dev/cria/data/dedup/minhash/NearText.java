package dev.cria.data.dedup.minhash;

import java.util.Locale;

/**
 * A short text, to be compared with others by what they share of their shingles of three words.
 * Numbers count as they stand: answers to a question of arithmetic may differ by nothing else.
 */
public final class NearText {

    private static final int LENGTH = 3;

    private final int[] shingles;

    private NearText(int[] shingles) {
        this.shingles = shingles;
    }

    /**
     * A text without differences of case and white space; single characters of Chinese, Japanese,
     * Thai and their neighbours are words. One of fewer than three words is a single shingle.
     */
    public static NearText of(String text) {
        var words = SimpleWords.of(text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
        int length = Math.max(1, Math.min(LENGTH, words.size()));
        return new NearText(Shingles.set(Shingles.of(words, length)));
    }

    /** The Jaccard similarity, from 0 to 1; 1 for two texts without words. */
    public double similarity(NearText other) {
        boolean empty = shingles.length + other.shingles.length == 0;
        return empty ? 1 : Jaccard.of(shingles, other.shingles);
    }
}
