package dev.cria.data.batch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Draws from several sources in fixed shares, spread as evenly as can be: after any number of draws
 * each source has been drawn less than once too often or too seldom. Which source a draw takes is a
 * pure function of the shares and the draw, found without going through those before it.
 *
 * <p>The draws repeat in a cycle, for which shares are rounded to 1 / {@value #CYCLE}. Within it
 * they follow Tijdeman, "The chairman assignment problem", Discrete Mathematics 32, 1980: of the
 * sources that may be drawn, the one whose next draw is due first; the deviation is at most 1 - 1 /
 * (2 n - 2) draws for n sources.
 */
public final class Interleaving {

    static final int CYCLE = 1 << 18;

    private final short[] sources;

    /** For each draw of the cycle, how often its source was drawn before it in the cycle. */
    private final int[] places;

    private final int[] counts;

    /**
     * An interleaving.
     *
     * @param shares of each source, at least 0, with a positive sum; at most 32,767 sources
     */
    public Interleaving(double[] shares) {
        if (shares.length > Short.MAX_VALUE
                || !Arrays.stream(shares).allMatch(s -> s >= 0 && Double.isFinite(s))
                || !(Arrays.stream(shares).sum() > 0)) {
            throw new IllegalArgumentException("no shares: " + Arrays.toString(shares));
        }
        boolean single = Arrays.stream(shares).filter(share -> share > 0).count() == 1;
        int cycle = single ? 1 : CYCLE;
        counts = rounded(shares, cycle);
        sources = new short[cycle];
        places = new int[cycle];
        long active = Arrays.stream(counts).filter(count -> count > 0).count();
        long slack = Math.max(1, 2 * active - 2);
        int[] drawn = new int[shares.length];
        for (int draw = 0; draw < cycle; draw++) {
            int source = firstDue(draw + 1, cycle, slack, drawn);
            sources[draw] = (short) source;
            places[draw] = drawn[source]++;
        }
    }

    /** The source of a draw, counted from 0. */
    public int source(long draw) {
        return sources[(int) (draw % sources.length)];
    }

    /** How often the source of a draw was drawn before it. */
    public long place(long draw) {
        long cycles = draw / sources.length;
        return cycles * counts[source(draw)] + places[(int) (draw % sources.length)];
    }

    /** How often a source is drawn in the first {@code draws} draws. */
    public long count(int source, long draws) {
        int rest = (int) (draws % sources.length);
        long inRest = IntStream.range(0, rest).filter(draw -> sources[draw] == source).count();
        return draws / sources.length * counts[source] + inRest;
    }

    /** Whole numbers in these shares that add up to {@code total}; none that is due is 0. */
    private static int[] rounded(double[] shares, int total) {
        double sum = Arrays.stream(shares).sum();
        int[] counts = new int[shares.length];
        for (int i = 0; i < shares.length; i++) {
            counts[i] = shares[i] == 0 ? 0 : Math.max(1, (int) (shares[i] / sum * total));
        }
        Integer[] byRest = new Integer[shares.length];
        Arrays.setAll(byRest, i -> i);
        Arrays.sort(
                byRest,
                Comparator.comparingDouble((Integer i) -> counts[i] - shares[i] / sum * total));
        int missing = total - Arrays.stream(counts).sum();
        for (int i = 0; missing > 0; i = (i + 1) % shares.length) {
            if (shares[byRest[i]] > 0) {
                counts[byRest[i]]++;
                missing--;
            }
        }
        for (; missing < 0; missing++) {
            counts[largest(counts)]--;
        }
        return counts;
    }

    private static int largest(int[] counts) {
        return IntStream.range(0, counts.length)
                .reduce((a, b) -> counts[b] > counts[a] ? b : a)
                .orElseThrow();
    }

    /** The source of a draw, counted from 1, after {@code drawn} draws of each. */
    private int firstDue(long draw, int cycle, long slack, int[] drawn) {
        int first = -1;
        double earliest = Double.POSITIVE_INFINITY;
        for (int source = 0; source < counts.length; source++) {
            // In units of 1 / (slack * cycle) draws.
            long owed = slack * (counts[source] * draw - (long) drawn[source] * cycle);
            if (counts[source] > 0 && owed >= cycle) {
                double due = (double) ((slack - 1) * cycle - owed) / counts[source];
                if (due < earliest) {
                    earliest = due;
                    first = source;
                }
            }
        }
        return first;
    }
}
