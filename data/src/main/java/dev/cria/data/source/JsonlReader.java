package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.document.Document;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** One JSON object per line; {@code text} is required, other fields become meta data. */
final class JsonlReader implements DocumentReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of("id", "text", "url", "source", "language");

    private final Path file;
    private final BadRows badRows;
    private final LineInput lines;
    private long row;
    private Document next;
    private long nextRow;
    private long givenRow;

    JsonlReader(Path file, BadRows badRows) {
        this.file = file;
        this.badRows = badRows;
        this.lines = new LineInput(file);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            byte[] line = lines.next();
            if (line == null) {
                return false;
            }
            row++;
            nextRow = row;
            next = parse(line);
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

    private Document parse(byte[] line) {
        Optional<String> text = Utf8.decode(line);
        if (text.isEmpty()) {
            return bad("is not UTF-8");
        }
        if (text.get().isBlank()) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(text.get());
            if (!node.isObject()) {
                return bad("expected a JSON object, found " + node.getNodeType());
            }
            return document(node);
        } catch (JsonProcessingException e) {
            return bad("is not JSON: " + e.getOriginalMessage());
        }
    }

    private Document document(JsonNode node) {
        JsonNode text = node.get("text");
        if (text == null || !text.isTextual()) {
            return bad("expected a field \"text\" that holds a string");
        }
        if (text.textValue().isBlank()) {
            return bad("field \"text\" is empty");
        }
        Map<String, String> meta = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
                meta.put(field.getKey(), string(field.getValue()));
            }
        }
        return new Document(
                string(node, "id", file.getFileName() + ":" + row),
                text.textValue(),
                string(node, "url", ""),
                string(node, "source", file.getFileName().toString()),
                string(node, "language", ""),
                meta);
    }

    private static String string(JsonNode node, String field, String otherwise) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? otherwise : string(value);
    }

    private static String string(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private Document bad(String problem) {
        badRows.add(file, row, problem);
        return null;
    }

    @Override
    public long row() {
        return givenRow;
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() {
        lines.close();
    }
}
