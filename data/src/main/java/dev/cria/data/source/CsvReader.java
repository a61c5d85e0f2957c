package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A table of comma or tab separated values whose first line names the columns. */
final class CsvReader implements RowReader {

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS).build();

    private final SourceFile file;
    private final Columns columns;
    private final FileChannel channel;
    private final MappingIterator<Map<String, String>> rows;
    private long number;

    CsvReader(SourceFile file, Columns columns) {
        this.file = file;
        this.columns = columns;
        String name = file.name();
        boolean tabs = name.endsWith(".tsv") || name.contains(".tsv.");
        CsvSchema schema =
                CsvSchema.emptySchema().withHeader().withColumnSeparator(tabs ? '\t' : ',');
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            try {
                InputStream plain =
                        Compression.of(file.path()).unpack(Channels.newInputStream(channel));
                rows =
                        CSV.readerForMapOf(String.class)
                                .with(schema)
                                .readValues(
                                        new InputStreamReader(
                                                plain, StandardCharsets.UTF_8.newDecoder()));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw corrupt(e);
            }
        } catch (IOException e) {
            throw new UserException(file.path() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Row next() {
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

    private record CsvRow(Map<String, String> fields, Columns columns, String name, long number)
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
    }

    private CorruptFileException corrupt(Exception e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new CorruptFileException(
                file.path(), "is no table of separated values in UTF-8 (" + first + ")", e);
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
