package dev.cria.data.source;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterators;

/**
 * Reads a Parquet file of flat rows; columns other than those that are mapped become meta data, and
 * so does what {@link ParquetDocumentWriter} puts into the column {@code meta}.
 */
final class ParquetDocumentReader implements RowReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> META = new TypeReference<>() {};

    private final Path file;
    private final Columns columns;
    private final ParquetReader<?, Map<String, String>, String[]> reader;
    private final Iterator<Map<String, String>> rows;
    private long number;

    ParquetDocumentReader(Path file, Columns columns) {
        this.file = file;
        this.columns = columns;
        try {
            reader = ParquetReader.spliterator(file.toFile(), new Strings());
        } catch (IOException | RuntimeException e) {
            throw corrupt(e);
        }
        rows = Spliterators.iterator(reader);
    }

    /** Collects a row as strings by the name of the column. */
    private static final class Strings
            implements Hydrator<Map<String, String>, Map<String, String>, String[]> {
        @Override
        public Map<String, String> start() {
            return new HashMap<>();
        }

        @Override
        public Map<String, String> add(Map<String, String> row, String[] column, Object value) {
            if (value != null) {
                row.put(String.join(".", column), value.toString());
            }
            return row;
        }

        @Override
        public Map<String, String> finish(Map<String, String> row) {
            return row;
        }
    }

    @Override
    public Row next() {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            number++;
            return new TableRow(rows.next(), columns, file.getFileName().toString(), number);
        } catch (RuntimeException e) {
            throw corrupt(e);
        }
    }

    private record TableRow(Map<String, String> values, Columns columns, String name, long number)
            implements Row {

        @Override
        public long bytes() {
            return values.values().stream().mapToLong(String::length).sum();
        }

        @Override
        public Document document() throws BadRowException {
            Map<String, String> fields = new HashMap<>(values);
            String meta = fields.remove("meta");
            if (meta != null) {
                try {
                    JSON.readValue(meta, META).forEach(fields::putIfAbsent);
                } catch (JsonProcessingException e) {
                    fields.put("meta", meta);
                }
            }
            return Documents.of(columns, fields, name, number);
        }
    }

    private CorruptFileException corrupt(Exception e) {
        return new CorruptFileException(
                file, "is no Parquet file of flat rows, or is damaged (" + e.getMessage() + ")", e);
    }

    @Override
    public long bytesRead() {
        return number == 0 ? 0 : file.toFile().length();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw corrupt(e);
        }
    }
}
