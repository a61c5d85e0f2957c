package dev.cria.data.batch;

import java.util.Arrays;
import java.util.TreeSet;

/** Puts examples together into rows of at most {@code capacity} tokens; none is split. */
public final class Packer {

    private static final int NONE = -1;

    private Packer() {}

    /**
     * Best fit, longest first: each example goes into the fullest row that has room for it. Rows
     * waste little, but their order is that of falling lengths: shuffle them. Source: Ding et al.,
     * "Fewer truncations improve language modeling", 2024, section 3.
     *
     * @throws IllegalArgumentException if an example is longer than {@code capacity}
     */
    public static Rows bestFit(int[] lengths, int capacity) {
        requireFit(lengths, capacity);
        OpenRows open = new OpenRows(lengths.length, capacity);
        int[] rowOfExample = new int[lengths.length];
        for (int example : longestFirst(lengths, capacity)) {
            rowOfExample[example] = open.put(lengths[example]);
        }
        return Rows.of(rowOfExample, open.size);
    }

    /**
     * The order of the examples is kept: a row ends where the next example does not fit.
     *
     * @throws IllegalArgumentException if an example is longer than {@code capacity}
     */
    public static Rows inOrder(int[] lengths, int capacity) {
        requireFit(lengths, capacity);
        int[] rowOfExample = new int[lengths.length];
        int row = 0;
        int used = 0;
        for (int example = 0; example < lengths.length; example++) {
            if (used + lengths[example] > capacity) {
                row++;
                used = 0;
            }
            used += lengths[example];
            rowOfExample[example] = row;
        }
        return Rows.of(rowOfExample, lengths.length == 0 ? 0 : row + 1);
    }

    /** The rows in queues by the room that is left in them. */
    private static final class OpenRows {

        private final int capacity;
        private final int[] first;
        private final int[] last;
        private final int[] next;
        private final TreeSet<Integer> rooms = new TreeSet<>();
        private int size;

        OpenRows(int most, int capacity) {
            this.capacity = capacity;
            first = new int[capacity + 1];
            last = new int[capacity + 1];
            next = new int[most];
            Arrays.fill(first, NONE);
        }

        /** The row that takes an example of this length. */
        int put(int length) {
            Integer room = rooms.ceiling(length);
            int row = room == null ? size++ : take(room);
            append(row, (room == null ? capacity : room) - length);
            return row;
        }

        private int take(int room) {
            int row = first[room];
            first[room] = next[row];
            if (first[room] == NONE) {
                rooms.remove(room);
            }
            return row;
        }

        private void append(int row, int room) {
            next[row] = NONE;
            if (first[room] == NONE) {
                first[room] = row;
                rooms.add(room);
            } else {
                next[last[room]] = row;
            }
            last[room] = row;
        }
    }

    /** Sorts by counting; examples of one length keep their order. */
    private static int[] longestFirst(int[] lengths, int capacity) {
        int[] before = new int[capacity + 2];
        for (int length : lengths) {
            before[capacity - length + 1]++;
        }
        for (int i = 0; i <= capacity; i++) {
            before[i + 1] += before[i];
        }
        int[] order = new int[lengths.length];
        for (int example = 0; example < lengths.length; example++) {
            order[before[capacity - lengths[example]]++] = example;
        }
        return order;
    }

    private static void requireFit(int[] lengths, int capacity) {
        for (int example = 0; example < lengths.length; example++) {
            if (lengths[example] > capacity) {
                throw new IllegalArgumentException(
                        "example %d has %d tokens, rows hold %d"
                                .formatted(example, lengths[example], capacity));
            }
        }
    }
}
