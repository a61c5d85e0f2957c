package dev.cria.data.dedup.minhash;

import java.util.Arrays;

/** Where the words of a text begin and end, in UTF-16 units. Grows. */
final class WordSpans {

    private int[] bounds;
    private int size;

    WordSpans(int room) {
        bounds = new int[2 * Math.max(room, 1)];
    }

    void add(int start, int end) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.multiplyExact(2, bounds.length));
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        size++;
    }

    int size() {
        return size;
    }

    int start(int word) {
        return bounds[2 * word];
    }

    int end(int word) {
        return bounds[2 * word + 1];
    }
}
