package dev.cria.data.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;

/**
 * What the assistant asks a tool to do.
 *
 * @param arguments by name: a JSON object
 */
public record ToolCall(String name, JsonNode arguments) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A call as OpenAI writes it, {@code {"function": {"name", "arguments"}}}, or without the outer
     * object, as sharegpt has it. Arguments may be an object or its text; Llama's name for them,
     * {@code parameters}, is understood too.
     *
     * @param where file, row and field, for the message of the exception
     * @throws UserException if it is none of these
     */
    public static ToolCall of(JsonNode call, String where) {
        JsonNode function = call.path("function").isObject() ? call.path("function") : call;
        JsonNode name = function.path("name");
        JsonNode given =
                function.has("arguments") ? function.get("arguments") : function.path("parameters");
        JsonNode arguments = given.isTextual() ? parsed(given.textValue(), where) : given;
        if (!name.isTextual() || name.textValue().isBlank() || !arguments.isObject()) {
            throw new UserException(
                    where
                            + ": is no call of a tool; expected {\"name\": \"...\", \"arguments\":"
                            + " {...}}");
        }
        return new ToolCall(name.textValue(), arguments);
    }

    private static JsonNode parsed(String text, String where) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UserException(
                    where + ": the arguments are no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
