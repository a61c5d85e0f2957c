package dev.cria.data.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the assistant may call.
 *
 * @param functions definitions as OpenAI writes them: {@code {"type": "function", "function":
 *     {"name", "description", "parameters"}}}
 * @param builtIn names of tools that Llama 3.1 knows without a definition: {@code brave_search},
 *     {@code wolfram_alpha}, {@code code_interpreter}
 */
public record Tools(List<JsonNode> functions, List<String> builtIn) {

    /** Nothing to call. */
    public static final Tools NONE = new Tools(List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    public Tools {
        functions = List.copyOf(functions);
        builtIn = List.copyOf(builtIn);
    }

    /** Whether there is nothing to call. */
    public boolean isEmpty() {
        return functions.isEmpty() && builtIn.isEmpty();
    }

    /**
     * A list of definitions, or its text, as LLaMA-Factory's data has it. A definition may lack the
     * outer object, and gets it; a name alone, or as {@code {"type": NAME}}, is a built-in tool.
     *
     * @param tools absent, null, a list or a text
     * @param where file, row and field, for the message of the exception
     * @throws UserException if it is none of these
     */
    public static Tools of(JsonNode tools, String where) {
        if (tools.isTextual()) {
            String text = tools.textValue().strip();
            return text.isEmpty() ? NONE : of(parsed(text, where), where);
        }
        if (tools.isMissingNode() || tools.isNull()) {
            return NONE;
        }
        if (!tools.isArray()) {
            throw new UserException(where + ": is no list of definitions of tools");
        }
        List<JsonNode> functions = new ArrayList<>();
        List<String> builtIn = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            if (tool.path("function").path("name").isTextual()) {
                functions.add(tool);
            } else if (tool.path("name").isTextual()) {
                functions.add(wrapped(tool));
            } else if (tool.isTextual() || tool.path("type").isTextual()) {
                builtIn.add(tool.isTextual() ? tool.textValue() : tool.get("type").textValue());
            } else {
                throw new UserException(
                        where
                                + "["
                                + i
                                + "]: is no definition of a tool; expected {\"type\": \"function\","
                                + " \"function\": {\"name\": \"...\", \"parameters\": {...}}}");
            }
        }
        return new Tools(functions, builtIn);
    }

    private static JsonNode wrapped(JsonNode tool) {
        return JsonNodeFactory.instance.objectNode().put("type", "function").set("function", tool);
    }

    private static JsonNode parsed(String text, String where) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UserException(where + ": is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
