package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * metrics.csv: a row for each step, by RFC 4180 with a line feed. The first columns are always the
 * same ones in the same order; a figure that turns up later becomes a column at the end, and the
 * file is written again at once, so that all rows have as many fields as the header.
 */
final class CsvFile implements Tracker {

    private static final List<String> FIRST =
            List.of(
                    "stage",
                    "step",
                    "total_steps",
                    "loss",
                    "grad_norm",
                    "learning_rate",
                    "tokens",
                    "tokens_per_s",
                    "seconds",
                    "time");

    private final Path file;
    private final Set<String> columns = new LinkedHashSet<>(FIRST);

    CsvFile(Path file) {
        this.file = file;
    }

    @Override
    public void goOn(String stage, long done, List<JsonNode> kept) {
        kept.forEach(this::addColumns);
        DurableFiles.writeFile(
                file,
                out -> {
                    put(out, header());
                    for (JsonNode line : kept) {
                        put(out, row(line));
                    }
                });
    }

    @Override
    public void step(JsonNode line) {
        int before = columns.size();
        try {
            if (addColumns(line)) {
                widen(columns.size() - before);
            }
            Files.writeString(file, row(line), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds empty fields to all rows. */
    private void widen(int fields) throws IOException {
        String more = ",".repeat(fields) + "\n";
        try (Stream<String> lines = Files.lines(file)) {
            Iterator<String> rows = lines.skip(1).iterator();
            DurableFiles.writeFile(
                    file,
                    out -> {
                        put(out, header());
                        while (rows.hasNext()) {
                            put(out, rows.next() + more);
                        }
                    });
        }
    }

    private boolean addColumns(JsonNode line) {
        boolean added = false;
        for (Iterator<String> names = line.fieldNames(); names.hasNext(); ) {
            added |= columns.add(names.next());
        }
        return added;
    }

    private String row(JsonNode line) {
        return columns.stream()
                        .map(column -> field(line.path(column).asText()))
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static void put(WritableByteChannel out, String text) throws IOException {
        FileContent.of(text.getBytes(StandardCharsets.UTF_8)).writeTo(out);
    }

    private String header() {
        return String.join(",", columns) + "\n";
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
