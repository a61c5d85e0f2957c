package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.source.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of a format in every kind of file. */
final class FormatFiles {

    static final List<String> NAMES =
            List.of(
                    "alpaca",
                    "sharegpt",
                    "messages",
                    "preference",
                    "ranking",
                    "kto",
                    "prompt_completion",
                    "prompt_completion_messages",
                    "prompts",
                    "choices",
                    "text");

    private static final ObjectMapper JSON = new ObjectMapper();

    private FormatFiles() {}

    /** Lines of JSON, from which all others are made. */
    static Path lines(String name) {
        return resource(name + ".jsonl");
    }

    /** The same rows; Parquet and Arrow files were written by pyarrow and by datasets. */
    static List<Path> others(String name, Path folder) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(lines(name))) {
            rows.add(JSON.readTree(line));
        }
        List<Path> files = new ArrayList<>();
        files.add(write(folder.resolve("list.json"), JSON.writeValueAsString(rows)));
        StringBuilder objects = new StringBuilder();
        for (JsonNode row : rows) {
            objects.append(row.toPrettyString()).append('\n');
        }
        files.add(write(folder.resolve("objects.json"), objects.toString()));
        String windows = String.join("\r\n", Files.readAllLines(lines(name)));
        files.add(write(folder.resolve("windows.jsonl"), "\uFEFF" + windows + "\r\n\r\n"));
        files.add(write(folder.resolve("packed.jsonl.gz"), windows));
        files.add(write(folder.resolve("packed.json.gz"), JSON.writeValueAsString(rows)));
        files.add(write(folder.resolve("packed.jsonl.zst"), windows));
        files.add(write(folder.resolve("commas.csv"), "\uFEFF" + table(rows, ',')));
        files.add(write(folder.resolve("tabs.tsv.gz"), table(rows, '\t')));
        for (String ending : List.of(".parquet", ".file.arrow", ".stream.arrow")) {
            files.add(resource(name + ending));
        }
        return files;
    }

    private static String table(List<JsonNode> rows, char separator) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        StringBuilder table = new StringBuilder();
        table.append(String.join(String.valueOf(separator), columns)).append("\r\n");
        for (JsonNode row : rows) {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                JsonNode value = row.path(column);
                String text = value.isContainerNode() ? value.toString() : value.asText("");
                cells.add('"' + text.replace("\"", "\"\"") + '"');
            }
            table.append(String.join(String.valueOf(separator), cells)).append("\r\n");
        }
        return table.toString();
    }

    private static Path write(Path file, String content) throws IOException {
        try (OutputStream out = Compression.of(file).pack(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static Path resource(String name) {
        try {
            return Path.of(FormatFiles.class.getResource("formats/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
