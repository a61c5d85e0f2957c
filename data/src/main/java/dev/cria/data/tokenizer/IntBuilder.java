package dev.cria.data.tokenizer;

import java.util.Arrays;

/** A growing array of ids. */
final class IntBuilder {

    private int[] values;
    private int size;

    IntBuilder() {
        this(16);
    }

    /** With room for so many before it has to grow. */
    IntBuilder(int room) {
        values = new int[room];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    void addAll(int[] more) {
        int needed = Math.addExact(size, more.length);
        if (needed > values.length) {
            values = Arrays.copyOf(values, Math.max(needed, values.length * 2));
        }
        System.arraycopy(more, 0, values, size, more.length);
        size = needed;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
