package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.source.Compression;
import dev.cria.data.source.Encoding;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** A JSON list of objects, or objects one after another, as others write into .json files. */
record JsonFile(Path path) {

    /** Longer rows are damage; the limit keeps memory bounded. */
    private static final int MAX_ROW = 16 << 20;

    void forEach(RowSink sink) {
        try (BoundedText text = open();
                JsonParser parser = JsonMistakes.MAPPER.createParser(text)) {
            boolean listed = parser.nextToken() == JsonToken.START_ARRAY;
            if (listed) {
                parser.nextToken();
            }
            boolean all = rows(parser, text, sink);
            if (all && listed && parser.nextToken() != null) {
                throw new UserException(
                        path + ": has something behind the list of rows; take it out");
            }
        } catch (CharacterCodingException e) {
            throw new UserException(path + ": " + Encoding.advice(), e);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new UserException(
                    "%s: not valid JSON at line %d: %s"
                            .formatted(path, line, JsonMistakes.explain(e)),
                    e);
        } catch (EOFException | ZipException e) {
            throw new CorruptFileException(
                    path, "is cut short or not what its name says (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether all rows were wanted. */
    private boolean rows(JsonParser parser, BoundedText text, RowSink sink) throws IOException {
        long number = 0;
        while (parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
            number++;
            text.allow(MAX_ROW);
            JsonNode node = parser.readValueAsTree();
            if (!(node instanceof ObjectNode row)) {
                throw new UserException(
                        "%s:%d: the row is not a JSON object, but %s; expected a list of objects"
                                .formatted(path, number, Row.kind(node)));
            }
            if (!sink.accept(row, number)) {
                return false;
            }
            parser.nextToken();
        }
        return true;
    }

    private BoundedText open() throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            PushbackReader text =
                    new PushbackReader(
                            new InputStreamReader(
                                    Compression.of(path).unpack(in),
                                    StandardCharsets.UTF_8.newDecoder()));
            int first = text.read();
            if (first >= 0 && first != '\uFEFF') {
                text.unread(first);
            }
            return new BoundedText(text, path, MAX_ROW);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
