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
import java.util.NoSuchElementException;
import java.util.Spliterators;

/**
 * Reads a Parquet file of flat rows; the column {@code text} is required, columns other than those
 * of {@link ParquetDocumentWriter} become meta data.
 */
final class ParquetDocumentReader implements DocumentReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> META = new TypeReference<>() {};

    private final Path file;
    private final BadRows badRows;
    private final ParquetReader<?, Map<String, String>, String[]> reader;
    private final Iterator<Map<String, String>> rows;
    private long row;
    private Document next;
    private long nextRow;
    private long givenRow;

    ParquetDocumentReader(Path file, BadRows badRows) {
        this.file = file;
        this.badRows = badRows;
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
    public boolean hasNext() {
        while (next == null) {
            Map<String, String> values;
            try {
                if (!rows.hasNext()) {
                    return false;
                }
                values = rows.next();
            } catch (RuntimeException e) {
                throw corrupt(e);
            }
            row++;
            nextRow = row;
            next = document(values);
        }
        return true;
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        givenRow = nextRow;
        return document;
    }

    private Document document(Map<String, String> values) {
        String text = values.remove("text");
        if (text == null || text.isBlank()) {
            badRows.add(file, row, "column \"text\" is missing or empty");
            return null;
        }
        String name = file.getFileName().toString();
        String id = values.remove("id");
        String url = values.remove("url");
        String source = values.remove("source");
        String language = values.remove("language");
        String meta = values.remove("meta");
        if (meta != null) {
            try {
                values.putAll(JSON.readValue(meta, META));
            } catch (JsonProcessingException e) {
                values.put("meta", meta);
            }
        }
        return new Document(
                id == null ? name + ":" + row : id,
                text,
                url == null ? "" : url,
                source == null ? name : source,
                language == null ? "" : language,
                values);
    }

    private CorruptFileException corrupt(Exception e) {
        return new CorruptFileException(
                file, "is no Parquet file of flat rows, or is damaged (" + e.getMessage() + ")", e);
    }

    @Override
    public long row() {
        return givenRow;
    }

    @Override
    public long bytesRead() {
        return rows.hasNext() || row == 0 ? 0 : file.toFile().length();
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
