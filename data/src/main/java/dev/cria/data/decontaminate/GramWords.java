package dev.cria.data.decontaminate;

import java.util.Arrays;

/**
 * A text as a row of words without what differs between printings: letters and digits in lower
 * case, no punctuation; of Chinese, Japanese and Thai every character is a word. Sequences of words
 * are known by a hash of 64 bits: a polynomial of the hashes of words, mod 2^64.
 */
final class GramWords {

    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final char FIRST_WITHOUT_SPACES = '\u0E00';

    private final String text;
    private final int maxLength;
    private long[] prefixes = new long[64];
    private int[] bounds = new int[128];
    private int size;
    private final long[] powers;

    /**
     * @param maxLength words of the longest sequence that will be asked for
     */
    GramWords(String text, int maxLength) {
        this.text = text;
        this.maxLength = maxLength;
        this.powers = new long[maxLength + 1];
        powers[0] = 1;
        for (int i = 1; i <= maxLength; i++) {
            powers[i] = powers[i - 1] * BASE;
        }
        split();
    }

    /** How many words there are. */
    int size() {
        return size;
    }

    /** A hash of so many words from one on. */
    long hash(int word, int length) {
        if (length > maxLength) {
            throw new IllegalArgumentException(length + " words instead of " + maxLength);
        }
        return mix(prefixes[word + length] - prefixes[word] * powers[length]);
    }

    /** The words as they stand in the text, with what is between them. */
    String get(int word, int length) {
        return text.substring(bounds[2 * word], bounds[2 * (word + length - 1) + 1]);
    }

    private void split() {
        int at = 0;
        long hash = 0;
        int start = -1;
        while (at < text.length()) {
            char unit = text.charAt(at);
            int codePoint = unit < 0x80 ? unit : text.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            boolean single = codePoint >= FIRST_WITHOUT_SPACES && isWord(codePoint);
            boolean inWord = Character.isLetterOrDigit(codePoint);
            if (start >= 0 && (single || !inWord)) {
                add(start, at, hash);
                start = -1;
            }
            if (single) {
                add(at, next, codePoint);
            } else if (inWord) {
                if (start < 0) {
                    start = at;
                    hash = 0;
                }
                hash = hash * 0x100000001B3L + Character.toLowerCase(codePoint) + 1;
            }
            at = next;
        }
        if (start >= 0) {
            add(start, text.length(), hash);
        }
    }

    private void add(int start, int end, long hash) {
        if (size + 2 > prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, Math.multiplyExact(2, prefixes.length));
            bounds = Arrays.copyOf(bounds, Math.multiplyExact(2, bounds.length));
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        prefixes[size + 1] = prefixes[size] * BASE + mix(hash);
        size++;
    }

    private static boolean isWord(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + BASE;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
