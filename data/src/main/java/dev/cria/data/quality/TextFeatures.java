package dev.cria.data.quality;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * Hashed counts of words and of character 1- to 3-grams, scaled to length one. The hashing trick
 * (Weinberger et al. 2009, arXiv:0902.2206) bounds the size of the model whatever the text.
 */
final class TextFeatures {

    static final int NUM_BUCKETS = 1 << 15;

    /** Enough to judge a text, and a bound on the time for one document. */
    static final int MAX_CHARACTERS = 4000;

    private static final String[] NAMES = names();

    private TextFeatures() {}

    private static String[] names() {
        String[] names = new String[NUM_BUCKETS];
        // Equal widths make the order of names the order of buckets, which Tribuo sorts by.
        Arrays.setAll(names, i -> String.format(Locale.ROOT, "h%05d", i));
        return names;
    }

    static Example<Label> example(String text, Label label) {
        Map<Integer, Integer> counts = new HashMap<>();
        int end = Math.min(text.length(), MAX_CHARACTERS);
        String lower = text.substring(0, end).toLowerCase(Locale.ROOT);
        for (int n = 1; n <= 3; n++) {
            for (int i = 0; i + n <= lower.length(); i++) {
                count(counts, lower, i, i + n);
            }
        }
        int start = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || Character.isWhitespace(lower.charAt(i))) {
                if (i > start) {
                    count(counts, lower, start, i);
                }
                start = i + 1;
            }
        }
        return scaled(counts, label);
    }

    private static void count(Map<Integer, Integer> counts, String text, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        // The finaliser of MurmurHash3: neighbouring strings must not share neighbouring buckets.
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        counts.merge((hash ^ (hash >>> 16)) & (NUM_BUCKETS - 1), 1, Integer::sum);
    }

    /** Logarithms of the counts, so that a frequent n-gram does not drown the others. */
    private static Example<Label> scaled(Map<Integer, Integer> counts, Label label) {
        int[] buckets = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        String[] names = new String[buckets.length];
        double[] values = new double[buckets.length];
        double squares = 0;
        for (int i = 0; i < buckets.length; i++) {
            names[i] = NAMES[buckets[i]];
            values[i] = Math.log1p(counts.get(buckets[i]));
            squares += values[i] * values[i];
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return new ArrayExample<>(label, names, values);
    }
}
