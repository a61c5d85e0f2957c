package dev.cria.data.batch;

import dev.cria.data.examples.TokenizedExample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Puts examples together into rows of at most {@code capacity} tokens. An example is never split,
 * except by {@link #cut}, which is for plain text.
 */
public final class Packer {

    private Packer() {}

    /**
     * Best fit, longest first: each example goes into the fullest row that has room for it. Rows
     * waste little, but their order is that of falling lengths: shuffle them. Source: Ding et al.,
     * "Fewer truncations improve language modeling", 2024, section 3.
     *
     * @return the rows, each with the indices of its examples in rising order
     * @throws IllegalArgumentException if an example is longer than {@code capacity}
     */
    public static List<int[]> bestFit(int[] lengths, int capacity) {
        List<Row> rows = new ArrayList<>();
        NavigableMap<Integer, Deque<Row>> byRoom = new TreeMap<>();
        for (int example : longestFirst(lengths)) {
            requireFits(lengths, example, capacity);
            Row row = takeFullestWithRoomFor(lengths[example], byRoom);
            if (row == null) {
                row = new Row(capacity);
                rows.add(row);
            }
            row.add(example, lengths[example]);
            byRoom.computeIfAbsent(row.room, room -> new ArrayDeque<>()).add(row);
        }
        return rows.stream()
                .map(row -> row.examples.stream().sorted().toList())
                .map(Packer::toArray)
                .toList();
    }

    /**
     * The order of the examples is kept: a row ends where the next example does not fit.
     *
     * @return the rows, each with the indices of its examples
     * @throws IllegalArgumentException if an example is longer than {@code capacity}
     */
    public static List<int[]> inOrder(int[] lengths, int capacity) {
        List<int[]> rows = new ArrayList<>();
        int first = 0;
        int used = 0;
        for (int example = 0; example < lengths.length; example++) {
            requireFits(lengths, example, capacity);
            if (used + lengths[example] > capacity) {
                rows.add(range(first, example));
                first = example;
                used = 0;
            }
            used += lengths[example];
        }
        if (first < lengths.length) {
            rows.add(range(first, lengths.length));
        }
        return rows;
    }

    /** Cuts an example that is longer than a row into pieces of a row's length and a rest. */
    public static List<TokenizedExample> cut(TokenizedExample example, int capacity) {
        int length = example.ids().length;
        if (length <= capacity) {
            return List.of(example);
        }
        List<TokenizedExample> pieces = new ArrayList<>();
        for (int from = 0; from < length; from += capacity) {
            int to = Math.min(length, from + capacity);
            float[] weights = Arrays.copyOfRange(example.weights(), from, to);
            weights[0] = 0;
            int[] ids = Arrays.copyOfRange(example.ids(), from, to);
            pieces.add(new TokenizedExample(ids, weights, example.origin()));
        }
        return pieces;
    }

    private static final class Row {
        private final List<Integer> examples = new ArrayList<>();
        private int room;

        Row(int capacity) {
            room = capacity;
        }

        void add(int example, int length) {
            examples.add(example);
            room -= length;
        }
    }

    private static Row takeFullestWithRoomFor(
            int length, NavigableMap<Integer, Deque<Row>> byRoom) {
        Map.Entry<Integer, Deque<Row>> entry = byRoom.ceilingEntry(length);
        if (entry == null) {
            return null;
        }
        Row row = entry.getValue().poll();
        if (entry.getValue().isEmpty()) {
            byRoom.remove(entry.getKey());
        }
        return row;
    }

    private static List<Integer> longestFirst(int[] lengths) {
        return Arrays.stream(range(0, lengths.length))
                .boxed()
                .sorted(Comparator.comparing((Integer example) -> -lengths[example]))
                .toList();
    }

    private static void requireFits(int[] lengths, int example, int capacity) {
        if (lengths[example] > capacity) {
            throw new IllegalArgumentException(
                    "example "
                            + example
                            + " has "
                            + lengths[example]
                            + " tokens, rows hold "
                            + capacity);
        }
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
