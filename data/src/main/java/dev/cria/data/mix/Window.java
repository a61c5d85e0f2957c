package dev.cria.data.mix;

import dev.cria.data.batch.DataOrder;
import dev.cria.data.batch.Packer;
import dev.cria.data.batch.Rows;
import dev.cria.data.shard.PackedFile;
import java.util.Arrays;
import java.util.List;

/**
 * The pieces of a source in some units, put together into rows: by best fit and in random order, or
 * in their own order. Held are 24 bytes for a piece; tokens stay in their files.
 */
final class Window {

    private final int[] unitOf;
    private final int[] pieceOf;
    private final int[] lengths;
    private final Rows rows;
    private final DataOrder order;

    /** A piece of a unit. */
    record Ref(int unit, int piece) {}

    /**
     * A window.
     *
     * @param chosen units in the order in which they are read
     * @param pieces of the source in them
     * @param capacity tokens of a row
     * @param seed null where the order is to be kept
     */
    Window(Units units, List<Integer> chosen, int source, int pieces, int capacity, Long seed) {
        unitOf = new int[pieces];
        pieceOf = new int[pieces];
        lengths = new int[pieces];
        DataOrder places =
                seed == null
                        ? DataOrder.sequential(pieces)
                        : DataOrder.shuffled(pieces, Seeds.of(seed, "pieces"));
        int count = 0;
        for (int unit : chosen) {
            PackedFile file = units.file(unit);
            for (int piece = 0; piece < file.pieces(); piece++) {
                if (file.source(piece) == source) {
                    int place = places.example(count++);
                    unitOf[place] = unit;
                    pieceOf[place] = piece;
                    lengths[place] = file.length(piece);
                }
            }
        }
        if (count != pieces) {
            throw new IllegalStateException(count + " pieces, " + pieces + " were counted");
        }
        rows = seed == null ? Packer.inOrder(lengths, capacity) : Packer.bestFit(lengths, capacity);
        order =
                seed == null
                        ? DataOrder.sequential(rows.size())
                        : DataOrder.shuffled(rows.size(), Seeds.of(seed, "rows"));
    }

    int size() {
        return rows.size();
    }

    /** Number of tokens of a row. */
    int tokens(int row) {
        int sum = 0;
        for (int piece : rows.row(order.example(row))) {
            sum += lengths[piece];
        }
        return sum;
    }

    /** The pieces of a row. */
    List<Ref> row(int row) {
        return Arrays.stream(rows.row(order.example(row)))
                .mapToObj(piece -> new Ref(unitOf[piece], pieceOf[piece]))
                .toList();
    }
}
