package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of files that documents are read from, known by their names. */
public enum SourceFormat {
    JSONL(".jsonl .jsonl.gz .jsonl.zst .json.gz"),
    TEXT(".txt .txt.gz .txt.zst"),
    MARKDOWN(".md .markdown"),
    CSV(".csv .csv.gz .csv.zst .tsv .tsv.gz .tsv.zst"),
    PARQUET(".parquet"),
    ARROW(".arrow"),
    WARC(".warc .warc.gz .wet .wet.gz .warc.wet.gz");

    private final String endings;

    SourceFormat(String endings) {
        this.endings = endings;
    }

    /** The kind of a file; empty where its name says nothing. */
    public static Optional<SourceFormat> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings().anyMatch(name::endsWith))
                .findFirst();
    }

    /**
     * Opens a file by its name.
     *
     * @throws UserException when there is no such file, or its name says nothing
     */
    public static RowReader open(SourceFile file, Columns columns) {
        if (!Files.isRegularFile(file.path())) {
            throw new UserException(
                    file.path() + ": no such file; give an existing file or folder");
        }
        SourceFormat format =
                of(file.path())
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                "%s: unknown kind of file; expected %s"
                                                        .formatted(file.path(), allEndings())));
        return switch (format) {
            case JSONL -> new JsonlReader(file, columns);
            case TEXT -> new TextReader(file);
            case MARKDOWN -> new MarkdownReader(file);
            case CSV -> new CsvReader(file, columns);
            case PARQUET, ARROW -> new TableReader(file, format, columns);
            case WARC -> new WarcReader(file);
        };
    }

    /** Every ending, for messages. */
    static String allEndings() {
        return Arrays.stream(values())
                .flatMap(SourceFormat::endings)
                .collect(Collectors.joining(", "));
    }

    private Stream<String> endings() {
        return Arrays.stream(endings.split(" "));
    }
}
