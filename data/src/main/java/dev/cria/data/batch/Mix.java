package dev.cria.data.batch;

import java.util.Arrays;
import java.util.List;

/**
 * Which row of which source each draw takes: a pure function of seed and draw. Each source goes
 * through its own epochs; where the shares change, it goes on from where it was.
 */
public final class Mix {

    private final List<DataOrder> sources;
    private final Phase[] phases;

    /** A row of a source. */
    public record Draw(int source, int row) {}

    /**
     * Shares that hold from a draw on.
     *
     * @param first the first draw, from 0
     * @param shares of the draws, for each source; 0 for those that are not drawn
     */
    public record Shares(long first, double[] shares) {}

    private record Phase(long first, Interleaving interleaving, long[] before) {}

    /**
     * A mix.
     *
     * @param sources the order of the rows of each source
     * @param shares in rising order, the first from draw 0
     */
    public Mix(List<DataOrder> sources, List<Shares> shares) {
        this.sources = List.copyOf(sources);
        phases = new Phase[shares.size()];
        long[] before = new long[sources.size()];
        for (int i = 0; i < phases.length; i++) {
            Interleaving interleaving = new Interleaving(shares.get(i).shares());
            phases[i] = new Phase(shares.get(i).first(), interleaving, before.clone());
            if (i + 1 < phases.length) {
                long draws = shares.get(i + 1).first() - shares.get(i).first();
                Arrays.setAll(before, s -> before[s] + interleaving.count(s, draws));
            }
        }
    }

    /** What a draw takes, counted from 0. */
    public Draw at(long draw) {
        Phase phase = phaseOf(draw);
        long inPhase = draw - phase.first();
        int source = phase.interleaving().source(inPhase);
        long cursor = phase.before()[source] + phase.interleaving().place(inPhase);
        return new Draw(source, sources.get(source).example(cursor));
    }

    /** How many rows of a source the first {@code draws} draws take. */
    public long taken(int source, long draws) {
        Phase phase = phaseOf(Math.max(0, draws - 1));
        return phase.before()[source] + phase.interleaving().count(source, draws - phase.first());
    }

    private Phase phaseOf(long draw) {
        int phase = phases.length - 1;
        while (phases[phase].first() > draw) {
            phase--;
        }
        return phases[phase];
    }
}
