package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object per line; the text is required, fields that are not mapped become meta data. */
final class JsonlReader implements RowReader {

    private static final int MAX_DEPTH = 32;

    private static final JsonMapper JSON =
            new JsonMapper(
                    JsonFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_DEPTH)
                                            .maxStringLength(LineInput.MAX_LINE_BYTES)
                                            .build())
                            .build());

    private final LineInput lines;
    private final Columns columns;
    private final String name;
    private long number;

    JsonlReader(SourceFile file, Columns columns) {
        this.columns = columns;
        name = file.name();
        lines = new LineInput(file.path());
    }

    @Override
    public Row next() {
        while (true) {
            byte[] line = lines.next();
            if (line == null) {
                return null;
            }
            number++;
            if (line == LineInput.TOO_LONG) {
                return Row.bad(number, "is longer than " + LineInput.MAX_LINE_BYTES + " bytes");
            }
            if (!isBlank(line)) {
                return new JsonRow(line, columns, name, number);
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private record JsonRow(byte[] line, Columns columns, String name, long number) implements Row {

        @Override
        public long bytes() {
            return line.length;
        }

        @Override
        public Document document() throws BadRowException {
            String text = Utf8.decode(line).orElseThrow(() -> new BadRowException("is not UTF-8"));
            try (JsonParser parser = JSON.createParser(text)) {
                return Documents.of(columns, fields(parser), name, number);
            } catch (JsonProcessingException e) {
                throw new BadRowException("is not JSON: " + e.getOriginalMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Map<String, String> fields(JsonParser parser) throws IOException, BadRowException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRowException("expected a JSON object, found " + parser.currentToken());
            }
            Map<String, String> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_STRING) {
                    fields.put(field, parser.getText());
                } else if (field.equals(columns.text())) {
                    throw new BadRowException(
                            "expected a field \"%s\" that holds a string".formatted(field));
                } else if (token != JsonToken.VALUE_NULL) {
                    fields.put(field, JSON.readTree(parser).toString());
                }
            }
            if (parser.nextToken() != null) {
                throw new BadRowException("has something behind its JSON object");
            }
            return fields;
        }
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
