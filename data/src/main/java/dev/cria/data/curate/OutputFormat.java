package dev.cria.data.curate;

import dev.cria.data.source.ArrowDocumentWriter;
import dev.cria.data.source.Compression;
import dev.cria.data.source.DocumentWriter;
import dev.cria.data.source.ParquetDocumentWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The formats of documents that are kept. */
public enum OutputFormat {
    PARQUET("parquet", null),
    ARROW("arrow", null),
    JSONL("jsonl", Compression.NONE),
    JSONL_GZ("jsonl.gz", Compression.GZIP),
    JSONL_ZST("jsonl.zst", Compression.ZSTD);

    private final String ending;
    private final Compression lines;

    OutputFormat(String ending, Compression lines) {
        this.ending = ending;
        this.lines = lines;
    }

    /** How its files end, and what a recipe calls it. */
    public String ending() {
        return ending;
    }

    /** What recipes can name. */
    public static List<String> names() {
        return Arrays.stream(values()).map(OutputFormat::ending).toList();
    }

    /** By its name in a recipe. */
    public static OutputFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.ending.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** How lines of it are packed; null where it has none. */
    Compression lines() {
        return lines;
    }

    /** Writes a file that is no sequence of lines. */
    DocumentWriter table(Path file) {
        return this == ARROW ? new ArrowDocumentWriter(file) : new ParquetDocumentWriter(file);
    }
}
