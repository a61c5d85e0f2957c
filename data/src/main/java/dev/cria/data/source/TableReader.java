package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.document.Document;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows of a Parquet or Arrow file. The libraries that read these take memory by what a file says
 * about itself, so they run in a process of their own, with little of it: {@link TableProcess}.
 * Columns that are not mapped become meta data, and so does what {@link ParquetDocumentWriter} puts
 * into the column {@code meta}.
 */
final class TableReader implements RowReader {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final SourceFile file;
    private final Columns columns;
    private final TableProcess process;
    private long number;
    private long bytesRead;

    TableReader(SourceFile file, SourceFormat format, Columns columns) {
        this.file = file;
        this.columns = columns;
        process = TableProcess.start(file.path(), format);
    }

    @Override
    public TableRow next() {
        while (true) {
            byte[] line = process.next();
            switch (line.length == 0 ? TableMain.PROBLEM : line[0]) {
                case TableMain.ROW -> {
                    number++;
                    return new TableRow(line, columns, file.name(), number);
                }
                case TableMain.READ -> bytesRead = Long.parseLong(rest(line));
                case TableMain.END -> {
                    return null;
                }
                default -> throw new CorruptFileException(file.path(), rest(line));
            }
        }
    }

    private static String rest(byte[] line) {
        return line.length == 0
                ? "has a row that is too long"
                : new String(line, 1, line.length - 1, StandardCharsets.UTF_8);
    }

    record TableRow(byte[] line, Columns columns, String name, long number) implements Row {

        @Override
        public long bytes() {
            return line.length;
        }

        @Override
        public Document document() throws BadRowException {
            Map<String, String> fields = fields();
            String meta = fields.remove("meta");
            if (meta != null) {
                try {
                    JSON.readValue(meta, TEXTS).forEach(fields::putIfAbsent);
                } catch (JsonProcessingException e) {
                    fields.put("meta", meta);
                }
            }
            return Documents.of(columns, fields, name, number);
        }

        /** As it is in the file. */
        ObjectNode node() throws BadRowException {
            try {
                return JSON.readValue(rest(line), ObjectNode.class);
            } catch (JsonProcessingException e) {
                throw new BadRowException("cannot be read: " + e.getOriginalMessage());
            }
        }

        /** Texts by the names of the columns; of a structure by the path to each, with dots. */
        private Map<String, String> fields() throws BadRowException {
            Map<String, String> fields = new HashMap<>();
            add(node(), "", fields);
            return fields;
        }

        private static void add(JsonNode structure, String path, Map<String, String> fields) {
            structure
                    .properties()
                    .forEach(
                            field -> {
                                JsonNode value = field.getValue();
                                if (value.isObject()) {
                                    add(value, path + field.getKey() + ".", fields);
                                } else {
                                    fields.put(
                                            path + field.getKey(),
                                            value.isValueNode()
                                                    ? value.asText()
                                                    : value.toString());
                                }
                            });
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        process.close();
    }
}
