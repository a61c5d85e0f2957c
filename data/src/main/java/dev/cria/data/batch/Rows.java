package dev.cria.data.batch;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/** Which examples each row holds, in eight bytes for an example at most. */
public final class Rows {

    private final int[] starts;
    private final int[] examples;

    /**
     * @param starts where each row begins in {@code examples}, and the end of the last
     */
    private Rows(int[] starts, int[] examples) {
        this.starts = starts;
        this.examples = examples;
    }

    /** Rows of one example each. */
    public static Rows single(int count) {
        int[] range = IntStream.rangeClosed(0, count).toArray();
        return new Rows(range, range);
    }

    /** Rows from the row of each example; within a row the examples keep their order. */
    static Rows of(int[] rowOfExample, int numRows) {
        int[] starts = new int[numRows + 1];
        for (int row : rowOfExample) {
            starts[row + 1]++;
        }
        for (int row = 0; row < numRows; row++) {
            starts[row + 1] += starts[row];
        }
        int[] next = Arrays.copyOf(starts, numRows);
        int[] examples = new int[rowOfExample.length];
        for (int example = 0; example < rowOfExample.length; example++) {
            examples[next[rowOfExample[example]]++] = example;
        }
        return new Rows(starts, examples);
    }

    /** Number of rows. */
    public int size() {
        return starts.length - 1;
    }

    /** The examples of a row. */
    public int[] row(int row) {
        return Arrays.copyOfRange(examples, starts[row], starts[row + 1]);
    }

    /** The rows as lists of what the examples are, each taken when it is asked for. */
    public <T> List<List<T>> of(List<T> all) {
        return new View<>(all);
    }

    private final class View<T> extends AbstractList<List<T>> implements RandomAccess {

        private final List<T> all;

        View(List<T> all) {
            this.all = all;
        }

        @Override
        public List<T> get(int row) {
            return Arrays.stream(row(row)).mapToObj(all::get).toList();
        }

        @Override
        public int size() {
            return Rows.this.size();
        }
    }
}
