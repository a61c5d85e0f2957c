package dev.cria.data.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.source.SourceFormat;
import dev.cria.data.source.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads files of tasks: lines of JSON, a list in JSON, separated values, Parquet, plain text. */
final class TaskRows {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private TaskRows() {}

    /**
     * All rows of a file.
     *
     * @param columns names of the columns of a table without a line of names; empty if it has one
     */
    static List<TaskRow> read(Path file, List<String> columns) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean zipped = name.endsWith(".gz");
        String plain = zipped ? name.substring(0, name.length() - 3) : name;
        try {
            return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
                case "jsonl", "json" -> json(file, zipped);
                case "csv" -> table(file, zipped, ',', columns);
                case "tsv" -> table(file, zipped, '\t', columns);
                case "parquet" -> stored(file, SourceFormat.PARQUET);
                case "arrow" -> stored(file, SourceFormat.ARROW);
                case "txt" -> List.of(row(file, 1, Map.of("text", text(file, zipped))));
                default ->
                        throw new UserException(
                                file + ": expected jsonl, json, csv, tsv, parquet, arrow or txt");
            };
        } catch (JsonProcessingException | RuntimeJsonMappingException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new CorruptFileException(file, "cannot be read as its name says: " + first, e);
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static TaskRow row(Path file, int number, Map<String, Object> fields) {
        return new TaskRow(fields, file + ":" + number);
    }

    private static InputStream open(Path file, boolean zipped) throws IOException {
        InputStream raw = Files.newInputStream(file);
        return zipped ? new GZIPInputStream(raw) : raw;
    }

    private static String text(Path file, boolean zipped) throws IOException {
        try (InputStream bytes = open(file, zipped)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes.readAllBytes()))
                    .toString();
        }
    }

    private static BufferedReader reader(Path file, boolean zipped) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                open(file, zipped), StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static List<TaskRow> json(Path file, boolean zipped) throws IOException {
        List<TaskRow> rows = new ArrayList<>();
        try (BufferedReader reader = reader(file, zipped);
                MappingIterator<Map<String, Object>> found =
                        JSON.readerFor(OBJECT).readValues(reader)) {
            while (found.hasNextValue()) {
                rows.add(row(file, rows.size() + 1, found.nextValue()));
            }
        }
        return rows;
    }

    private static List<TaskRow> table(
            Path file, boolean zipped, char separator, List<String> columns) throws IOException {
        List<TaskRow> rows = new ArrayList<>();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        try (BufferedReader reader = reader(file, zipped);
                MappingIterator<List<String>> found =
                        CSV.readerForListOf(String.class).with(schema).readValues(reader)) {
            List<String> names = columns;
            while (found.hasNextValue()) {
                List<String> values = found.nextValue();
                if (names.isEmpty()) {
                    names = values;
                    continue;
                }
                if (values.size() != names.size()) {
                    throw new CorruptFileException(
                            file,
                            "row %d has %d columns; expected %d: %s"
                                    .formatted(
                                            rows.size() + 1,
                                            values.size(),
                                            names.size(),
                                            String.join(", ", names)));
                }
                Map<String, Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    fields.put(names.get(i), values.get(i));
                }
                rows.add(row(file, rows.size() + 1, fields));
            }
        }
        return rows;
    }

    private static List<TaskRow> stored(Path file, SourceFormat format) {
        List<TaskRow> rows = new ArrayList<>();
        Tables.read(
                file,
                format,
                (fields, number) -> {
                    rows.add(row(file, (int) number, JSON.convertValue(fields, OBJECT)));
                    return true;
                });
        return rows;
    }
}
