package dev.cria.data.decontaminate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.source.SourceFormat;
import dev.cria.data.source.Tables;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The texts of a file of an evaluation set, in whichever form it is published. */
final class EvaluationFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private EvaluationFile() {}

    static boolean isReadable(Path file) {
        return switch (extension(file)) {
            case "jsonl", "json", "csv", "tsv", "parquet", "txt" -> true;
            default -> false;
        };
    }

    /**
     * Each field of each row that holds text; the paragraphs of a plain text.
     *
     * @param fields the only ones to be read; none for all
     */
    static List<String> texts(Path file, List<String> fields) {
        try {
            return switch (extension(file)) {
                case "jsonl", "json" -> json(file, fields);
                case "csv" -> table(file, ',', fields);
                case "tsv" -> table(file, '\t', fields);
                case "parquet" -> parquet(file, fields);
                case "txt" -> List.of(read(file).split("\\n\\s*\\n"));
                default ->
                        throw new UserException(
                                file + ": expected jsonl, json, csv, tsv, parquet or txt");
            };
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private static Reader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        boolean zipped = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        return new InputStreamReader(
                zipped ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8);
    }

    private static String read(Path file) throws IOException {
        try (Reader reader = open(file)) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[1 << 14];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        }
    }

    private static List<String> json(Path file, List<String> fields) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Reader reader = open(file);
                MappingIterator<JsonNode> rows =
                        JSON.readerFor(JsonNode.class).readValues(reader)) {
            while (rows.hasNextValue()) {
                collect(rows.nextValue(), fields.isEmpty(), fields, texts);
            }
        }
        return texts;
    }

    private static void collect(
            JsonNode node, boolean wanted, List<String> fields, List<String> texts) {
        if (node.isTextual() && wanted) {
            texts.add(node.textValue());
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            entry ->
                                    collect(
                                            entry.getValue(),
                                            wanted || fields.contains(entry.getKey()),
                                            fields,
                                            texts));
        } else {
            node.forEach(child -> collect(child, wanted, fields, texts));
        }
    }

    private static List<String> table(Path file, char separator, List<String> fields)
            throws IOException {
        List<String> texts = new ArrayList<>();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        try (Reader reader = open(file);
                MappingIterator<List<String>> rows =
                        CSV.readerForListOf(String.class).with(schema).readValues(reader)) {
            List<String> header = null;
            while (rows.hasNextValue()) {
                List<String> row = rows.nextValue();
                header = header == null ? row : header;
                for (int i = 0; i < row.size(); i++) {
                    boolean named = i < header.size() && fields.contains(header.get(i));
                    if (fields.isEmpty() || named) {
                        texts.add(row.get(i));
                    }
                }
            }
        }
        return texts;
    }

    private static List<String> parquet(Path file, List<String> fields) {
        List<String> texts = new ArrayList<>();
        Tables.read(
                file,
                SourceFormat.PARQUET,
                (row, number) -> {
                    collect(row, fields.isEmpty(), fields, texts);
                    return true;
                });
        return texts;
    }
}
