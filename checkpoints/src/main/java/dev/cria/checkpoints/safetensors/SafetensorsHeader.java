package dev.cria.checkpoints.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked header: tensors lie back to back, fill the data exactly, and their shapes agree with
 * their sizes.
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";
    private static final int MAX_RANK = 64;

    SafetensorsHeader {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A tensor and the half-open range of its bytes behind the header. */
    record Entry(TensorInfo info, long begin, long end) {}

    /** What is wrong with a header; the caller adds the file. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        /** Names may have millions of characters. */
        private static final int MAX_MESSAGE = 500;

        Malformed(String message) {
            super(
                    message.length() > MAX_MESSAGE
                            ? message.substring(0, MAX_MESSAGE) + "…"
                            : message);
        }
    }

    /**
     * @param dataBytes the number of bytes behind the header
     * @throws Malformed when the header is damaged or hostile
     * @throws UserException when it is sound but uses an element type that is not supported
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) throws Malformed {
        if (json.length == 0 || json[0] != '{') {
            throw new Malformed("the header does not begin with '{'");
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (JsonParser parser =
                Json.parser(new InputStreamReader(new ByteArrayInputStream(json), decoder))) {
            SafetensorsHeader header = read(parser);
            header.requireNoGaps(dataBytes);
            return header;
        } catch (IOException broken) {
            throw new Malformed("the header is not valid JSON: " + firstLine(broken));
        }
    }

    private static SafetensorsHeader read(JsonParser parser) throws IOException, Malformed {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = Map.of();
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            if (name.equals(METADATA) && parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            expect(tokenOfValue(parser), JsonToken.START_OBJECT, name);
            if (name.equals(METADATA)) {
                metadata = readMetadata(parser);
            } else {
                entries.put(name, readEntry(parser, name));
            }
        }
        if (parser.nextToken() != null) {
            throw new Malformed("text follows the header's object");
        }
        return new SafetensorsHeader(byPosition(entries), metadata);
    }

    private static Map<String, String> readMetadata(JsonParser parser)
            throws IOException, Malformed {
        Map<String, String> metadata = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = text(parser.currentName());
            expect(parser.nextToken(), JsonToken.VALUE_STRING, METADATA + "." + key);
            metadata.put(key, text(parser.getText()));
        }
        return metadata;
    }

    private static Entry readEntry(JsonParser parser, String name) throws IOException, Malformed {
        String dtype = null;
        List<Long> dims = null;
        List<Long> range = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, name + ".dtype");
                    dtype = parser.getText();
                }
                case "shape" -> dims = readLongs(parser, name + ".shape", MAX_RANK);
                case "data_offsets" -> range = readLongs(parser, name + ".data_offsets", 2);
                default -> throw new Malformed("unknown field " + name + "." + field);
            }
        }
        if (dtype == null || dims == null || range == null || range.size() != 2) {
            throw new Malformed(name + " lacks its dtype, shape or both data_offsets");
        }
        return entry(name, dtype, dims, range.get(0), range.get(1));
    }

    private static Entry entry(String name, String dtype, List<Long> dims, long begin, long end)
            throws Malformed {
        TensorInfo info;
        try {
            info = new TensorInfo(name, DType.ofSafetensors(dtype), new Shape(dims));
        } catch (ArithmeticException overflow) {
            throw new Malformed(name + " has the impossible shape " + dims);
        } catch (UserException unsupported) {
            throw new UserException(name + ": " + unsupported.getMessage(), unsupported);
        }
        if (end < begin || end - begin != info.byteSize()) {
            throw new Malformed(
                    "%s: %s %s needs %d bytes, its data_offsets are [%d,%d]"
                            .formatted(name, dtype, dims, info.byteSize(), begin, end));
        }
        return new Entry(info, begin, end);
    }

    private static List<Long> readLongs(JsonParser parser, String what, int most)
            throws IOException, Malformed {
        expect(parser.currentToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            long number = parser.getLongValue();
            boolean signed = parser.getText().startsWith("-"); // also -0, which Rust refuses
            if (signed || numbers.size() == most) {
                throw new Malformed(what + " has a negative or surplus number: " + number);
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** The text, unless it has half a surrogate pair, which no UTF-8 can be made of. */
    private static String text(String value) throws Malformed {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!Character.isSurrogatePair(
                        value.charAt(i), i + 1 < value.length() ? value.charAt(i + 1) : 0)) {
                    throw new Malformed("a name or text has half a surrogate pair");
                }
                i++;
            }
        }
        return value;
    }

    private static Map<String, Entry> byPosition(Map<String, Entry> entries) {
        Map<String, Entry> sorted = new LinkedHashMap<>();
        entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .forEach(entry -> sorted.put(entry.info().name(), entry));
        return sorted;
    }

    private void requireNoGaps(long dataBytes) throws Malformed {
        long at = 0;
        for (Entry entry : entries.values()) {
            if (entry.begin() != at) {
                throw new Malformed(
                        "%s begins at %d, but the tensor before it ends at %d"
                                .formatted(entry.info().name(), entry.begin(), at));
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw new Malformed(
                    "the tensors take %d bytes, the file holds %d".formatted(at, dataBytes));
        }
    }

    private static JsonToken tokenOfValue(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.FIELD_NAME
                ? parser.nextToken()
                : parser.currentToken();
    }

    private static void expect(JsonToken actual, JsonToken expected, String what) throws Malformed {
        if (actual != expected) {
            throw new Malformed(what + " is " + actual + ", expected " + expected);
        }
    }

    private static String firstLine(IOException broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
}
