package dev.cria.data.mix;

import dev.cria.data.batch.DataOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a source, epoch after epoch without end: in each its units in another order, some of
 * them at a time shuffled and packed together. Of a source that fits into one window, all documents
 * are shuffled together.
 */
final class SourceRows {

    /** Tokens of a window, above which it takes no further unit. */
    private static final long WINDOW_TOKENS = 1 << 27;

    /** Pieces of a window, likewise: what is held for them. */
    private static final long WINDOW_PIECES = 1 << 18;

    private final Units units;
    private final int source;
    private final int capacity;
    private final Long seed;
    private final List<Integer> own = new ArrayList<>();
    private DataOrder unitOrder;
    private Window window;
    private int epoch;
    private int nextUnit;
    private int row;
    private int tokens;

    /**
     * The rows of a source that has tokens.
     *
     * @param seed null where the order is to be kept
     */
    SourceRows(Units units, int source, int capacity, Long seed) {
        this.units = units;
        this.source = source;
        this.capacity = capacity;
        this.seed = seed;
        for (int unit = 0; unit < units.size(); unit++) {
            if (units.count(unit, source).pieces() > 0) {
                own.add(unit);
            }
        }
        unitOrder = order();
        open();
    }

    private DataOrder order() {
        return seed == null
                ? DataOrder.sequential(own.size())
                : DataOrder.shuffled(own.size(), Seeds.of(seed, source, "epoch", epoch));
    }

    /** The epoch, from 0, of the next row. */
    int epoch() {
        return epoch;
    }

    /** Number of tokens of the next row. */
    int tokens() {
        return tokens;
    }

    /** The pieces of the next row. */
    List<Window.Ref> row() {
        return window.row(row);
    }

    void next() {
        row++;
        if (row < window.size()) {
            tokens = window.tokens(row);
            return;
        }
        if (nextUnit == own.size()) {
            epoch++;
            nextUnit = 0;
            unitOrder = order();
        }
        open();
    }

    private void open() {
        List<Integer> chosen = new ArrayList<>();
        long inWindow = 0;
        long pieces = 0;
        int first = nextUnit;
        while (nextUnit < own.size() && inWindow < WINDOW_TOKENS && pieces < WINDOW_PIECES) {
            int unit = own.get(unitOrder.example(nextUnit++));
            SourceCount count = units.count(unit, source);
            chosen.add(unit);
            inWindow += count.tokens();
            pieces += count.pieces();
        }
        Long drawn = seed == null ? null : (Long) Seeds.of(seed, source, "window", epoch, first);
        window = new Window(units, chosen, source, Math.toIntExact(pieces), capacity, drawn);
        row = 0;
        tokens = window.tokens(row);
    }
}
