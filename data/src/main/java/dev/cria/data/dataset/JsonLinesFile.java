package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.source.Encoding;
import dev.cria.data.source.LineInput;
import dev.cria.data.source.Utf8;
import java.nio.file.Path;

/** One JSON object per line. */
record JsonLinesFile(Path path) {

    void forEach(RowSink sink) {
        try (LineInput lines = new LineInput(path)) {
            long number = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                number++;
                if (line == LineInput.TOO_LONG) {
                    throw wrong(number, "is longer than 16 MiB, more than a row may be");
                }
                String text = text(line, number);
                if (!text.isBlank() && !sink.accept(row(text, number), number)) {
                    return;
                }
            }
        }
    }

    private String text(byte[] line, long number) {
        String text = Utf8.decode(line).orElseThrow(() -> wrong(number, Encoding.advice()));
        return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private ObjectNode row(String text, long number) {
        try {
            JsonNode node = JsonMistakes.MAPPER.readTree(text);
            if (node instanceof ObjectNode row) {
                return row;
            }
            throw wrong(
                    number,
                    "the row is not a JSON object, but %s; a file that is one JSON list must be named .json"
                            .formatted(Row.kind(node)));
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw wrong(
                    number,
                    "not valid JSON at column %d: %s; expected one object per line"
                            .formatted(column, JsonMistakes.explain(e)));
        }
    }

    private UserException wrong(long number, String what) {
        return new UserException(path + ":" + number + ": " + what);
    }
}
