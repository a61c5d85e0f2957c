package dev.cria.data.source;

import dev.cria.checkpoints.CorruptFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Rows of a Parquet or Arrow file that is about something else than documents. */
public final class Tables {

    private Tables() {}

    /**
     * Gives every row, as texts by the names of its columns.
     *
     * @throws CorruptFileException if it is no table of flat rows, or is damaged
     */
    public static void read(Path file, SourceFormat format, Consumer<Map<String, String>> row) {
        try (TableReader rows = new TableReader(SourceFile.of(file), format, Columns.DEFAULT)) {
            for (TableReader.TableRow next = rows.next(); next != null; next = rows.next()) {
                row.accept(next.fields());
            }
        } catch (BadRowException e) {
            throw new CorruptFileException(file, e.getMessage(), e);
        }
    }
}
