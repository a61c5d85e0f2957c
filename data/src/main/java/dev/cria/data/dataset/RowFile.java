package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.data.source.Encoding;
import dev.cria.data.source.SourceFormat;
import dev.cria.data.source.Tables;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** A file of rows, of which one is held at a time. */
record RowFile(Path path) {

    /** The kinds of files that rows are read from, for messages. */
    static final String ENDINGS =
            ".jsonl, .json, .csv, .tsv (each also with .gz or .zst), .parquet, .arrow";

    private static final Pattern JSON = Pattern.compile("\\.json(\\.gz|\\.zst)?$");

    static boolean isReadable(Path path) {
        return !kind(path).isEmpty();
    }

    /** What the file is by its name; empty where that says nothing. */
    String kind() {
        return kind(path);
    }

    /**
     * Gives the rows.
     *
     * @throws UserException with the file, and the row where there is one, if it cannot be read
     */
    void forEach(RowSink sink) {
        Encoding.check(path);
        switch (kind(path)) {
            case "json" -> new JsonFile(path).forEach(sink);
            case "jsonl" -> new JsonLinesFile(path).forEach(sink);
            case "" ->
                    throw new UserException(path + ": unknown kind of file; expected " + ENDINGS);
            default -> Tables.read(path, SourceFormat.of(path).orElseThrow(), sink::accept);
        }
    }

    private static String kind(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (JSON.matcher(name).find()) {
            return "json";
        }
        return switch (SourceFormat.of(path).orElse(SourceFormat.TEXT)) {
            case JSONL -> "jsonl";
            case CSV -> name.contains(".tsv") ? "tsv" : "csv";
            case PARQUET -> "parquet";
            case ARROW -> "arrow";
            default -> "";
        };
    }
}
