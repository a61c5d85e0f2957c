package dev.cria.checkpoints.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RegularFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** JSON with duplicate keys, trailing text, deep nesting and malformed UTF-8 refused. */
public final class Json {

    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private static final JsonMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A strict streaming parser; the reader must report malformed text itself. */
    public static JsonParser parser(Reader reader) throws IOException {
        return FACTORY.createParser(reader);
    }

    /**
     * Reads a file whose content is one object.
     *
     * @param maxBytes the size up to which such a file is credible
     * @throws UserException when the file is absent or cannot be read
     * @throws CorruptFileException when it is too large or not a JSON object
     */
    public static ObjectNode readObject(Path file, long maxBytes) {
        RegularFiles.require(file);
        try (InputStream in = Files.newInputStream(file)) {
            // Not the size that the file states: one that grows, or lies, is not read on.
            byte[] bytes = in.readNBytes(Math.toIntExact(maxBytes + 1));
            if (bytes.length > maxBytes) {
                throw new CorruptFileException(
                        file, "has more than the " + maxBytes + " bytes allowed");
            }
            return parseObject(file, bytes);
        } catch (NoSuchFileException absent) {
            throw new UserException(file + " does not exist", absent);
        } catch (IOException failure) {
            throw new UserException("cannot read " + file + ": " + failure, failure);
        }
    }

    /**
     * @param file named in messages
     * @throws CorruptFileException when the bytes are not one JSON object
     */
    public static ObjectNode parseObject(Path file, byte[] bytes) {
        try {
            // Decoded here, because Jackson would take a file for UTF-16 or UTF-32 by its look.
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(bytes))
                            .toString();
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new CorruptFileException(file, "is not a JSON object");
        } catch (CharacterCodingException malformed) {
            throw new CorruptFileException(file, "is not UTF-8", malformed);
        } catch (JsonProcessingException broken) {
            throw new CorruptFileException(file, "is not valid JSON: " + where(broken), broken);
        }
    }

    /** Indented UTF-8 with a final newline, as Hugging Face writes its files. */
    public static byte[] bytes(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String where(JsonProcessingException broken) {
        var location = broken.getLocation();
        return location == null
                ? broken.getOriginalMessage()
                : "line %d, column %d: %s"
                        .formatted(
                                location.getLineNr(),
                                location.getColumnNr(),
                                broken.getOriginalMessage());
    }
}
