package dev.cria.data.quality;

import java.util.Arrays;
import java.util.Locale;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * Hashed counts of words and of character 1- to 3-grams, scaled to length one. The hashing trick
 * (Weinberger et al. 2009, arXiv:0902.2206) bounds the size of the model whatever the text.
 */
final class TextFeatures {

    /** Tribuo writes about 200 bytes and takes 0.1 ms per feature, so there are not more. */
    static final int NUM_BUCKETS = 1 << 13;

    /** Enough to judge a text, and a bound on the time for one document. */
    static final int MAX_CHARACTERS = 4000;

    private static final String[] NAMES = names();

    private TextFeatures() {}

    private static String[] names() {
        String[] names = new String[NUM_BUCKETS];
        // Equal widths make the order of names the order of buckets, which Tribuo sorts by.
        Arrays.setAll(names, i -> String.format(Locale.ROOT, "h%04d", i));
        return names;
    }

    static Example<Label> example(String text, Label label) {
        int end = Math.min(text.length(), MAX_CHARACTERS);
        String lower = text.substring(0, end).toLowerCase(Locale.ROOT);
        // Three n-grams and at most one word start at a character.
        int[] buckets = new int[4 * lower.length()];
        int size = 0;
        int word = 0;
        for (int i = 0; i < lower.length(); i++) {
            for (int n = 1; n <= 3 && i + n <= lower.length(); n++) {
                buckets[size++] = bucket(lower, i, i + n);
            }
            if (Character.isWhitespace(lower.charAt(i))) {
                word = i + 1;
            } else if (i + 1 == lower.length() || Character.isWhitespace(lower.charAt(i + 1))) {
                buckets[size++] = bucket(lower, word, i + 1);
            }
        }
        Arrays.sort(buckets, 0, size);
        return scaled(buckets, size, label);
    }

    private static int bucket(String text, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        // The finaliser of MurmurHash3: similar strings must not share neighbouring buckets.
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >>> 16)) & (NUM_BUCKETS - 1);
    }

    /** Logarithms of the counts, so that a frequent n-gram does not drown the others. */
    private static Example<Label> scaled(int[] sorted, int size, Label label) {
        String[] names = new String[size];
        double[] values = new double[size];
        int numFeatures = 0;
        double squares = 0;
        for (int start = 0; start < size; ) {
            int end = start + 1;
            while (end < size && sorted[end] == sorted[start]) {
                end++;
            }
            names[numFeatures] = NAMES[sorted[start]];
            values[numFeatures] = Math.log1p(end - start);
            squares += values[numFeatures] * values[numFeatures];
            numFeatures++;
            start = end;
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < numFeatures; i++) {
            values[i] *= scale;
        }
        return new ArrayExample<>(
                label, Arrays.copyOf(names, numFeatures), Arrays.copyOf(values, numFeatures));
    }
}
