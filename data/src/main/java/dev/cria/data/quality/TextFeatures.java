package dev.cria.data.quality;

import java.util.Arrays;
import java.util.Locale;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * Hashed counts of words and of character 1- to 3-grams, their logarithms scaled to length one. The
 * hashing trick (Weinberger et al. 2009, arXiv:0902.2206) bounds the size of the model whatever the
 * text.
 */
final class TextFeatures {

    /** Tribuo writes about 200 bytes per feature of a model, so there are not more. */
    static final int NUM_BUCKETS = 1 << 13;

    /** Enough to judge a text, and a bound on the time for one document. */
    static final int MAX_CHARACTERS = 4000;

    private static final String[] NAMES = new String[NUM_BUCKETS];
    private static final double[] LOGARITHMS = new double[MAX_CHARACTERS + 1];

    static {
        // Equal widths make the order of names the order of buckets, which Tribuo sorts by.
        Arrays.setAll(NAMES, i -> String.format(Locale.ROOT, "h%04d", i));
        // So that a frequent n-gram does not drown the others.
        Arrays.setAll(LOGARITHMS, Math::log1p);
    }

    private final int[] buckets;
    private final double[] values;

    private TextFeatures(int[] buckets, double[] values) {
        this.buckets = buckets;
        this.values = values;
    }

    static TextFeatures of(String text) {
        int end = Math.min(text.length(), MAX_CHARACTERS);
        int[] counts = counts(text.substring(0, end).toLowerCase(Locale.ROOT).toCharArray());
        int size = 0;
        double squares = 0;
        for (int count : counts) {
            if (count > 0) {
                size++;
                squares += logarithm(count) * logarithm(count);
            }
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        int[] buckets = new int[size];
        double[] values = new double[size];
        for (int bucket = 0, i = 0; bucket < NUM_BUCKETS; bucket++) {
            if (counts[bucket] > 0) {
                buckets[i] = bucket;
                values[i++] = logarithm(counts[bucket]) * scale;
            }
        }
        return new TextFeatures(buckets, values);
    }

    /** The feature of a bucket, to Tribuo. */
    static String name(int bucket) {
        return NAMES[bucket];
    }

    /** For training. */
    Example<Label> example(Label label) {
        String[] names = new String[buckets.length];
        Arrays.setAll(names, i -> NAMES[buckets[i]]);
        return new ArrayExample<>(label, names, values.clone());
    }

    /** The product with a weight for every bucket. */
    double dot(double[] weights) {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += weights[buckets[i]] * values[i];
        }
        return sum;
    }

    private static double logarithm(int count) {
        return count < LOGARITHMS.length ? LOGARITHMS[count] : Math.log1p(count);
    }

    private static int[] counts(char[] lower) {
        int[] counts = new int[NUM_BUCKETS];
        int word = 0;
        for (int i = 0; i < lower.length; i++) {
            for (int n = 1; n <= 3 && i + n <= lower.length; n++) {
                counts[bucket(lower, i, i + n)]++;
            }
            if (Character.isWhitespace(lower[i])) {
                word = i + 1;
            } else if (i + 1 == lower.length || Character.isWhitespace(lower[i + 1])) {
                counts[bucket(lower, word, i + 1)]++;
            }
        }
        return counts;
    }

    private static int bucket(char[] text, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text[i];
        }
        // The finaliser of MurmurHash3: similar strings must not share neighbouring buckets.
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >>> 16)) & (NUM_BUCKETS - 1);
    }
}
