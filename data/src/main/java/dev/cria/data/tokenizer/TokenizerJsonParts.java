package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A tokenizer.json read in one pass. Nine tenths of it are vocabulary and merges; a tree of these
 * would take longer to build and to write again than all else that opening a tokenizer does.
 */
final class TokenizerJsonParts {

    /** Most names are there once: tables of known names would only cost time. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                            .build());

    /**
     * Keys of the root, and what stands for them in a tokenizer that knows no special tokens and
     * puts no frame around what it encodes.
     */
    private static final Map<String, String> ORDINARY =
            Map.of(
                    "added_tokens", "[]",
                    "post_processor", "null",
                    "truncation", "null",
                    "padding", "null");

    private final char[] text;
    private final ObjectNode rest = JsonNodeFactory.instance.objectNode();
    private final TextEdits edits = new TextEdits();
    private VocabularyEntries vocabulary;
    private MergeEntries merges;
    private String twice;
    private int start;
    private int end;

    private TokenizerJsonParts(char[] text) {
        this.text = text;
    }

    /** Takes JSON apart; without a vocabulary where it is no tokenizer.json. */
    static TokenizerJsonParts read(char[] text, int length) throws IOException {
        TokenizerJsonParts parts = new TokenizerJsonParts(text);
        try (JsonParser parser = MAPPER.getFactory().createParser(text, 0, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parts.readRoot(parser);
            } else if (parser.hasCurrentToken()) {
                parser.skipChildren();
                parser.finishToken();
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "text follows the object");
            }
        }
        return parts;
    }

    private void readRoot(JsonParser parser) throws IOException {
        start = tokenStart(parser);
        Set<String> missing = new LinkedHashSet<>(ORDINARY.keySet());
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            noteIfTwice(rest, key);
            JsonToken token = parser.nextToken();
            int valueStart = tokenStart(parser);
            if (key.equals("model")) {
                vocabulary = null;
                rest.set(key, token == JsonToken.START_OBJECT ? readModel(parser) : tree(parser));
            } else {
                rest.set(key, tree(parser));
            }
            if (ORDINARY.containsKey(key)) {
                edits.replace(valueStart, tokenEnd(parser), ORDINARY.get(key));
                missing.remove(key);
            }
        }
        end = tokenEnd(parser);
        for (String key : missing) {
            edits.insert(end - 1, ",\"%s\":%s".formatted(key, ORDINARY.get(key)));
        }
    }

    /** Everything but the vocabulary and the merges, which are kept apart. */
    private ObjectNode readModel(JsonParser parser) throws IOException {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            noteIfTwice(model, key);
            JsonToken token = parser.nextToken();
            if (key.equals("vocab")) {
                vocabulary =
                        token == JsonToken.START_OBJECT ? VocabularyEntries.read(parser) : null;
                twice = vocabulary == null || twice != null ? twice : vocabulary.twice();
            }
            if (key.equals("merges")) {
                merges = MergeEntries.read(parser);
            }
            if (key.equals("vocab") || key.equals("merges")) {
                parser.skipChildren();
                parser.finishToken();
                model.putNull(key);
            } else {
                model.set(key, tree(parser));
            }
        }
        return model;
    }

    private void noteIfTwice(ObjectNode object, String key) {
        twice = twice == null && object.has(key) ? key : twice;
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return MAPPER.readTree(parser);
    }

    private static int tokenStart(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** One after the last character of the token, or of the object or array, that was just read. */
    private static int tokenEnd(JsonParser parser) throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getCharOffset();
    }

    /** Null where there is no {@code model.vocab}. */
    VocabularyEntries vocabulary() {
        return vocabulary;
    }

    /** Null where there are none, or where they are not written as merges are. */
    MergeEntries merges() {
        return merges;
    }

    /** A key of the root or the model, or a token, that is there twice; null where none is. */
    String twice() {
        return twice;
    }

    /** Everything but vocabulary and merges, which are null. */
    ObjectNode rest() {
        return rest;
    }

    /** The tokenizer without the frame, without added tokens and without entries of these names. */
    String ordinary(Set<String> unwanted) {
        TextEdits all = new TextEdits(edits);
        vocabulary.remove(unwanted, all);
        return all.apply(text, start, end);
    }
}
