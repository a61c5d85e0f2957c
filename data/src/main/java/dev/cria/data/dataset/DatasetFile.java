package dev.cria.data.dataset;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file of a data set: .jsonl, .json (an array), each also as .gz, or .txt and .md.
 *
 * @param path where it is
 * @param format how its rows are laid out
 * @param columns for fields that have another name than usual: usual name to name in the file
 */
public record DatasetFile(Path path, DatasetFormat format, Map<String, String> columns) {

    public DatasetFile {
        columns = Map.copyOf(columns);
    }

    /** A file with the usual field names, whose format shows in its first row. */
    public static DatasetFile of(Path path) {
        return new DatasetFile(path, DatasetFormat.AUTO, Map.of());
    }
}
