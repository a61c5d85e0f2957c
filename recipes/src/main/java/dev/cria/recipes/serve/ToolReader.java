package dev.cria.recipes.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.chat.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls of tools in what a model says. Llama 3.1 calls a function by an answer that is nothing but
 * {@code {"name": NAME, "parameters": {...}}}; several stand one after another with semicolons
 * between them (Meta's prompt formats of Llama 3.1 and 3.2), or in a list, as LLaMA-Factory's
 * template for Llama 3 has them.
 */
final class ToolReader {

    private static final String PYTHON_TAG = "<|python_tag|>";
    private static final String CHOICE = "tool_choice";
    private static final JsonMapper MAPPER = new JsonMapper();

    private ToolReader() {}

    /**
     * The tools that an answer may call.
     *
     * @return none where {@code tool_choice} says so
     */
    static Tools tools(Fields fields) {
        JsonNode given = fields.get("tools");
        Tools tools = Tools.of(given, "tools");
        if (!tools.builtIn().isEmpty()) {
            throw ApiError.invalid(
                    "tools", "tools: expected functions, found %s".formatted(tools.builtIn()));
        }
        return fields.get(CHOICE).asText().equals("none") ? Tools.NONE : tools;
    }

    /** The schema of an answer that has to call a tool; null where it does not have to. */
    static JsonNode schema(Fields fields, Tools tools) {
        JsonNode choice = fields.get(CHOICE);
        String word = choice.asText();
        boolean any = word.equals("required");
        if (choice.isMissingNode() || word.equals("auto") || word.equals("none")) {
            return null;
        }
        String name = choice.at("/function/name").asText();
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tool : tools.functions()) {
            JsonNode function = tool.get("function");
            if (any || function.path("name").asText().equals(name)) {
                calls.add(call(function));
            }
        }
        if (calls.isEmpty()) {
            throw ApiError.invalid(
                    CHOICE,
                    "%s: expected none, auto, required or {\"type\": \"function\", \"function\": {\"name\": NAME}} of %s"
                            .formatted(CHOICE, names(tools)));
        }
        return JsonNodeFactory.instance.objectNode().set("anyOf", calls);
    }

    private static ObjectNode call(JsonNode function) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode members = schema.putObject("properties");
        members.putObject("name").set("const", function.get("name"));
        JsonNode parameters = function.path("parameters");
        if (parameters.isObject()) {
            members.set("parameters", parameters);
        } else {
            members.putObject("parameters").put("type", "object");
        }
        schema.putArray("required").add("name").add("parameters");
        return schema;
    }

    private static Set<String> names(Tools tools) {
        return tools.functions().stream()
                .map(tool -> tool.at("/function/name").asText())
                .collect(Collectors.toSet());
    }

    /** Whether what begins so may become a call, so that it is not told before its end. */
    static boolean mayCall(String begin) {
        String text = begin.stripLeading();
        return text.isEmpty()
                || text.startsWith("{")
                || text.startsWith("[")
                || PYTHON_TAG.startsWith(head(text));
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), PYTHON_TAG.length()));
    }

    /** The calls that an answer is; none where it is anything else. */
    static List<ToolCall> calls(String answer, Tools tools) {
        String text = answer.strip();
        if (text.startsWith(PYTHON_TAG)) {
            text = text.substring(PYTHON_TAG.length()).strip();
        }
        List<ToolCall> calls = new ArrayList<>();
        while (!text.isEmpty() && !tools.isEmpty()) {
            try (JsonParser parser = MAPPER.createParser(text)) {
                JsonNode node = parser.readValueAsTree();
                for (JsonNode each : node.isArray() ? node : List.of(node)) {
                    ToolCall call = call(each, tools);
                    if (call == null) {
                        return List.of();
                    }
                    calls.add(call);
                }
                int end = (int) parser.currentLocation().getCharOffset();
                text = text.substring(end).strip();
                text = text.startsWith(";") ? text.substring(1).strip() : text;
            } catch (IOException notJson) {
                return List.of();
            }
        }
        return calls;
    }

    private static ToolCall call(JsonNode node, Tools tools) {
        boolean known = node.isObject() && names(tools).contains(node.path("name").asText());
        boolean sound = node.path("parameters").isObject() || node.path("arguments").isObject();
        return known && sound ? ToolCall.of(node, "an answer") : null;
    }
}
