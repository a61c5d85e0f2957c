package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The documents of one file, in its order. */
public interface DocumentReader extends Iterator<Document>, AutoCloseable {

    /** The row, from 1, at which the document begins that {@link #next} gave last. */
    long row();

    /** How many bytes of the file have been consumed, for a progress bar. */
    long bytesRead();

    @Override
    void close();

    /**
     * Opens a file by its name: {@code .jsonl}, {@code .jsonl.gz}, {@code .txt}, {@code .txt.gz} or
     * {@code .parquet}.
     */
    static DocumentReader open(Path file, BadRows badRows) {
        if (!Files.isRegularFile(file)) {
            throw new UserException(file + ": no such file; give an existing file or folder");
        }
        String name = name(file);
        if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
            return new JsonlReader(file, badRows);
        }
        if (name.endsWith(".txt") || name.endsWith(".txt.gz")) {
            return new TextReader(file, badRows);
        }
        if (name.endsWith(".parquet")) {
            return new ParquetDocumentReader(file, badRows);
        }
        throw new UserException(
                file
                        + ": unknown kind of file; expected .jsonl, .jsonl.gz, .txt, .txt.gz, .parquet");
    }

    /** The files behind files and folders; a folder stands for what it holds, sorted by name. */
    static List<Path> files(List<Path> inputs) {
        return inputs.stream().flatMap(input -> expand(input).stream()).toList();
    }

    private static List<Path> expand(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> entries = Files.walk(input)) {
            List<Path> files = entries.filter(DocumentReader::isReadable).sorted().toList();
            if (files.isEmpty()) {
                throw new UserException(
                        input + ": holds no .jsonl, .txt (plain or .gz) or .parquet file");
            }
            return files;
        } catch (IOException e) {
            throw new UserException(input + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isReadable(Path file) {
        return Files.isRegularFile(file)
                && name(file).matches(".*\\.(jsonl|jsonl\\.gz|txt|txt\\.gz|parquet)");
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
