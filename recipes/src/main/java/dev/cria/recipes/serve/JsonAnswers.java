package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.generate.json.JsonForm;
import dev.cria.trainer.generate.json.TokenSpellings;

/** Forms of answers by {@code response_format}; the tokens' spellings are put in order once. */
final class JsonAnswers {

    /** Every answer pays for its schema at each token. */
    private static final int MOST_CHARACTERS = 32 << 10;

    private static final String FORMAT = "response_format";
    private static final String OBJECT = "{\"type\":\"object\"}";

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
                yield schema(schema.toString());
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
    TextForm schema(String schema) {
        if (schema.length() > MOST_CHARACTERS) {
            throw ApiError.invalid(
                    FORMAT,
                    "the JSON schema has %d characters; at most %d are taken"
                            .formatted(schema.length(), MOST_CHARACTERS));
        }
        return JsonForm.of(schema, spellings());
    }

    private synchronized TokenSpellings spellings() {
        if (spellings == null) {
            spellings = new TokenSpellings(tokenizer);
        }
        return spellings;
    }
}
