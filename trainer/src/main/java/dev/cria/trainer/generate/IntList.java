package dev.cria.trainer.generate;

import java.util.Arrays;

/** Whole numbers, one after another. */
final class IntList {

    private int[] values = new int[16];
    private int size;

    static IntList of(int... values) {
        IntList list = new IntList();
        for (int value : values) {
            list.add(value);
        }
        return list;
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    void set(int index, int value) {
        values[index] = value;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] range(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    int[] toArray() {
        return range(0, size);
    }

    IntList copy() {
        return of(toArray());
    }

    /** How many numbers at the beginning are the same. */
    int commonStart(IntList other) {
        int at = Arrays.mismatch(values, 0, size, other.values, 0, other.size);
        return at < 0 ? size : at;
    }

    /** By the first number that differs; what is shorter comes first. */
    int compareTo(IntList other) {
        return Arrays.compare(values, 0, size, other.values, 0, other.size);
    }
}
