package dev.cria.data.language;

import java.util.Arrays;

/** How often each gram that a model knows is in a text. */
final class GramCounts {

    /** What is done with a gram. */
    interface Sink {
        void take(int index, int times);
    }

    private final int[] counts;
    private int[] seen = new int[1 << 12];
    private int distinct;
    private int all;

    GramCounts(int known) {
        counts = new int[known];
    }

    void clear() {
        for (int i = 0; i < distinct; i++) {
            counts[seen[i]] = 0;
        }
        distinct = 0;
        all = 0;
    }

    /** One more of a gram; a negative index is one that the model does not know. */
    void add(int index) {
        all++;
        if (index < 0) {
            return;
        }
        if (counts[index]++ == 0) {
            if (distinct == seen.length) {
                seen = Arrays.copyOf(seen, 2 * distinct);
            }
            seen[distinct++] = index;
        }
    }

    /** How many there were, known or not. */
    int all() {
        return all;
    }

    void each(Sink sink) {
        for (int i = 0; i < distinct; i++) {
            sink.take(seen[i], counts[seen[i]]);
        }
    }
}
