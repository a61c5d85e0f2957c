package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** A table of comma or tab separated values whose first line names the columns. */
final class CsvReader implements RowReader {

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS).build();

    private static final CsvMapper LINES =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final SourceFile file;
    private final Columns columns;
    private final FileChannel channel;
    private final MappingIterator<Map<String, String>> rows;
    private long number;

    CsvReader(SourceFile file, Columns columns) {
        this(file, columns, List.of());
    }

    /**
     * A reader of a table that may lack the line of names.
     *
     * @param names of the columns; empty where the first line has them
     */
    CsvReader(SourceFile file, Columns columns, List<String> names) {
        this.file = file;
        this.columns = columns;
        CsvSchema schema = schema(file.name(), names);
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            try {
                InputStream plain =
                        Compression.of(file.path()).unpack(Channels.newInputStream(channel));
                rows = CSV.readerForMapOf(String.class).with(schema).readValues(text(plain));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw corrupt(e);
            }
        } catch (IOException e) {
            throw new UserException(file.path() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static CsvSchema schema(String name, List<String> names) {
        boolean tabs = name.endsWith(".tsv") || name.contains(".tsv.");
        CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(names.isEmpty());
        names.forEach(columns::addColumn);
        return columns.setColumnSeparator(tabs ? '\t' : ',').build();
    }

    /** The first line as a row without names; empty where there is none. */
    static List<String> firstLine(Path file) {
        CsvSchema schema = schema(file.getFileName().toString(), List.of()).withoutHeader();
        try (Reader plain = text(Compression.of(file).unpack(Files.newInputStream(file)));
                MappingIterator<List<String>> rows =
                        LINES.readerForListOf(String.class).with(schema).readValues(plain)) {
            return rows.hasNextValue() ? rows.nextValue() : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of(); // what is wrong is told by whoever reads all of it
        }
    }

    /** Spreadsheets put a mark of the byte order before the first name. */
    private static Reader text(InputStream plain) throws IOException {
        BufferedReader text =
                new BufferedReader(
                        new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        return text;
    }

    @Override
    public CsvRow next() {
        try {
            if (!rows.hasNextValue()) {
                return null;
            }
            number++;
            return new CsvRow(rows.nextValue(), columns, file.name(), number);
        } catch (JsonProcessingException | RuntimeJsonMappingException e) {
            throw corrupt(e);
        } catch (IOException e) {
            throw corrupt(e);
        }
    }

    record CsvRow(Map<String, String> fields, Columns columns, String name, long number)
            implements Row {

        @Override
        public long bytes() {
            return fields.values().stream().mapToLong(v -> v == null ? 0 : v.length()).sum();
        }

        @Override
        public Document document() throws BadRowException {
            fields.values().removeIf(value -> value == null || value.isEmpty());
            return Documents.of(columns, fields, name, number);
        }

        /** What is not empty. */
        ObjectNode node() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            fields.forEach(
                    (column, value) -> {
                        if (value != null && !value.isEmpty()) {
                            node.put(column, value);
                        }
                    });
            return node;
        }
    }

    private CorruptFileException corrupt(Exception e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String where = number == 0 ? "" : " in row " + number;
        return new CorruptFileException(
                file.path(),
                "is no table of separated values in UTF-8%s (%s)".formatted(where, first),
                e);
    }

    @Override
    public long bytesRead() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw corrupt(e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            rows.close();
        } catch (IOException e) {
            throw corrupt(e);
        }
    }
}
