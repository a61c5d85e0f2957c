package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.generate.json.JsonForm;
import dev.cria.trainer.generate.json.TokenSpellings;

/** Forms of answers by {@code response_format}; the tokens' spellings are put in order once. */
final class JsonAnswers {

    /** Every answer pays for its schema at each token. */
    private static final int MOST_CHARACTERS = 32 << 10;

    /**
     * Alternatives of a place cost each token time by their square: 2,000 optional members took 4.4
     * s a token, 900 took 0.7 s.
     */
    private static final int MOST_PARTS = 250;

    private static final String FORMAT = "response_format";
    private static final JsonNode OBJECT =
            JsonNodeFactory.instance.objectNode().put("type", "object");

    private final Tokenizer tokenizer;
    private TokenSpellings spellings;

    JsonAnswers(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The form that is asked for; null for any text. */
    TextForm of(JsonNode format) {
        if (format.isMissingNode()) {
            return null;
        }
        String type = format.path("type").asText();
        return switch (type) {
            case "text" -> null;
            case "json_object" -> schema(OBJECT);
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw ApiError.invalid(
                            FORMAT, FORMAT + ".json_schema.schema: expected an object");
                }
                yield schema(schema);
            }
            default ->
                    throw ApiError.invalid(
                            FORMAT,
                            FORMAT
                                    + ".type: expected text, json_object or json_schema, found '"
                                    + type
                                    + "'");
        };
    }

    /** Answers that are JSON of a schema. */
    TextForm schema(JsonNode schema) {
        String text = schema.toString();
        int parts = parts(schema);
        if (text.length() > MOST_CHARACTERS || parts > MOST_PARTS) {
            throw ApiError.invalid(
                    FORMAT,
                    "the JSON schema has %d characters and %d parts; at most %d and %d are taken"
                            .formatted(text.length(), parts, MOST_CHARACTERS, MOST_PARTS));
        }
        return JsonForm.of(text, spellings());
    }

    /** Schemas within a schema, and what holds them. */
    private static int parts(JsonNode schema) {
        int count = 0;
        for (JsonNode each : schema) {
            count += (each.isContainerNode() || each.isBoolean() ? 1 : 0) + parts(each);
        }
        return count;
    }

    private synchronized TokenSpellings spellings() {
        if (spellings == null) {
            spellings = new TokenSpellings(tokenizer);
        }
        return spellings;
    }
}
