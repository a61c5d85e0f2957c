package dev.cria.recipes.preview;

import java.util.List;

/**
 * A row of a batch.
 *
 * @param label when it is learnt from
 * @param capacity tokens that it has room for
 */
public record ShownRow(String label, int capacity, List<Part> parts) {

    public ShownRow {
        parts = List.copyOf(parts);
    }

    /** Number of tokens. */
    public int tokens() {
        return parts.stream().mapToInt(Part::tokens).sum();
    }

    /** Number of tokens that carry loss. */
    public int targets() {
        return parts.stream().mapToInt(Part::targets).sum();
    }
}
