package dev.cria.data.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import java.nio.file.Path;
import java.util.List;

/** Rows of a table that is about something else than documents. */
public final class Tables {

    /** Takes the rows one after another. */
    public interface Consumer {

        /**
         * @param row what is not null, by the names of the columns
         * @param number from 1; a line of names does not count
         * @return whether more rows are wanted
         */
        boolean accept(ObjectNode row, long number);
    }

    /** The columns of MMLU's own files (Hendrycks et al. 2021), which do not name them. */
    private static final List<String> MMLU = List.of("question", "A", "B", "C", "D", "answer");

    private Tables() {}

    /**
     * Gives the rows of a Parquet or Arrow file, nested columns as lists and objects, or of a file
     * of separated values, whose fields are all texts.
     *
     * @throws CorruptFileException if it is no such table, or is damaged
     */
    public static void read(Path file, SourceFormat format, Consumer rows) {
        try {
            if (format == SourceFormat.CSV) {
                separated(file, rows);
            } else {
                stored(file, format, rows);
            }
        } catch (BadRowException e) {
            throw new CorruptFileException(file, e.getMessage(), e);
        }
    }

    private static void stored(Path file, SourceFormat format, Consumer rows)
            throws BadRowException {
        try (TableReader reader = new TableReader(SourceFile.of(file), format, Columns.DEFAULT)) {
            for (TableReader.TableRow row = reader.next(); row != null; row = reader.next()) {
                if (!rows.accept(row.node(), row.number())) {
                    return;
                }
            }
        }
    }

    private static void separated(Path file, Consumer rows) {
        List<String> first = CsvReader.firstLine(file);
        boolean isMmlu = first.size() == MMLU.size() && first.get(5).matches("[A-D]");
        try (CsvReader reader =
                new CsvReader(SourceFile.of(file), Columns.DEFAULT, isMmlu ? MMLU : List.of())) {
            for (CsvReader.CsvRow row = reader.next(); row != null; row = reader.next()) {
                if (!rows.accept(row.node(), row.number())) {
                    return;
                }
            }
        }
    }
}
