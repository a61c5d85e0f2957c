package dev.cria.data.curate;

import dev.cria.data.source.Row;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows for one thread to work on.
 *
 * @param unit that they belong to
 * @param firstOrdinal number of the first one among the documents that the pass reads; of use after
 *     the first pass, where every row is a document
 * @param endsUnit whether it is the last batch of its unit
 * @param end where it ends
 * @param isLast whether it is the last batch of all
 */
public record Batch(
        int unit,
        List<Located> rows,
        long bytes,
        long firstOrdinal,
        boolean endsUnit,
        Position end,
        boolean isLast) {

    /** A row and the file that it is of. */
    public record Located(Path file, Row row) {}
}
