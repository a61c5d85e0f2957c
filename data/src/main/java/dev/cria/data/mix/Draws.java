package dev.cria.data.mix;

import java.util.Arrays;
import java.util.List;

/**
 * Which source the next row is from: the one that is furthest behind its share of the tokens so
 * far. No source is ever more than a row ahead of its share, or gives more than it may.
 */
final class Draws {

    /** No row is left, or none that fits. */
    static final int END = -1;

    private final List<SourceRows> sources;
    private final double[] shares;
    private final long[] most;
    private final long total;
    private final long[] drawn;
    private long sum;

    /**
     * Draws.
     *
     * @param sources null for those that have no share
     * @param tokens how many each is to give
     * @param most how many each may give
     * @param total how many all may give
     */
    Draws(List<SourceRows> sources, double[] tokens, long[] most, long total) {
        this.sources = sources;
        this.most = most.clone();
        this.total = total;
        double all = Arrays.stream(tokens).sum();
        shares = Arrays.stream(tokens).map(own -> own / all).toArray();
        drawn = new long[tokens.length];
    }

    /** The source of the next row. */
    int next() {
        int found = END;
        double furthest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0 && drawn[i] + sources.get(i).tokens() <= most[i]) {
                double behind = shares[i] * (sum + sources.get(i).tokens()) - drawn[i];
                if (behind > furthest) {
                    furthest = behind;
                    found = i;
                }
            }
        }
        return found == END || sum + sources.get(found).tokens() > total ? END : found;
    }

    /** Takes the next row of a source. */
    void take(int source) {
        drawn[source] += sources.get(source).tokens();
        sum += sources.get(source).tokens();
        sources.get(source).next();
    }

    /** Tokens of a source so far. */
    long drawn(int source) {
        return drawn[source];
    }

    /** Tokens of all sources so far. */
    long sum() {
        return sum;
    }
}
