package dev.cria.data.text;

import java.util.Arrays;

/** Stretches of a text in its order: where each begins and ends, in UTF-16 units. Grows. */
public final class Spans {

    private int[] bounds;
    private int size;

    /** None yet. */
    public Spans() {
        this(64);
    }

    /** None yet, with room for some. */
    public Spans(int room) {
        bounds = new int[2 * room];
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Where one begins. */
    public int start(int i) {
        return bounds[2 * i];
    }

    /** Where one ends: behind its last character. */
    public int end(int i) {
        return bounds[2 * i + 1];
    }

    /** One more. */
    public void add(int start, int end) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        size++;
    }

    /** Forgets all of them and keeps the room. */
    public void clear() {
        size = 0;
    }
}
