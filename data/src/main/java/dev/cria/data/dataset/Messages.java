package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads lists of messages: with {@code role} and {@code content} as OpenAI's, or with {@code from}
 * and {@code value} as ShareGPT's. What tools are asked is in {@code tool_calls}, or is the message
 * of a speaker {@code function_call}, as LLaMA-Factory has it.
 */
final class Messages {

    private static final String CALLS = "function_call";
    private static final String RESULT = "ipython";

    /** Names of speakers, and Llama 3's for them. */
    private static final Map<String, String> ROLES =
            Map.ofEntries(
                    Map.entry("system", "system"),
                    Map.entry("developer", "system"),
                    Map.entry("user", "user"),
                    Map.entry("human", "user"),
                    Map.entry("assistant", Conversations.ASSISTANT),
                    Map.entry("gpt", Conversations.ASSISTANT),
                    Map.entry("model", Conversations.ASSISTANT),
                    Map.entry(CALLS, Conversations.ASSISTANT),
                    Map.entry("tool", RESULT),
                    Map.entry("function", RESULT),
                    Map.entry("function_response", RESULT),
                    Map.entry("observation", RESULT),
                    Map.entry(RESULT, RESULT));

    private Messages() {}

    static List<Message> read(Row row, List<JsonNode> elements, String field) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            messages.add(read(row, elements.get(i), field + "[" + i + "]"));
        }
        return messages;
    }

    /**
     * Reads a message.
     *
     * @param where the field that it stands in, for error messages
     */
    static Message read(Row row, JsonNode element, String where) {
        if (!element.isObject()) {
            throw row.wrong(
                    where,
                    "is %s, expected an object such as {\"role\": \"user\", \"content\": \"...\"}"
                            .formatted(Row.kind(element)));
        }
        boolean shareGpt = element.has("from");
        String by = row.names().roleField(shareGpt);
        String named = required(row, element, by, where);
        String speaker = row.names().speaker(named);
        String role = ROLES.get(speaker);
        if (role == null) {
            throw row.wrong(
                    where + "." + by,
                    "is \"%s\", expected one of %s%s"
                            .formatted(
                                    named,
                                    roles(),
                                    "; other names of speakers are told by tags, such as {user_tag: "
                                            + named
                                            + "}"));
        }
        String said = row.names().contentField(shareGpt || element.has("value"));
        float weight = weight(row, element.path("weight"), where);
        if (speaker.equals(CALLS)) {
            String at = where + "." + said;
            JsonNode spelt = parsed(row, element.path(said), at);
            return new Message(role, "", calls(row, spelt, at), weight);
        }
        List<ToolCall> calls = called(row, element, where);
        JsonNode content = element.path(said);
        boolean silent = !calls.isEmpty() && (content.isMissingNode() || content.isNull());
        String text = silent ? "" : content(row, element, said, where, role.equals(RESULT));
        return new Message(role, text, calls, weight);
    }

    private static String required(Row row, JsonNode element, String field, String where) {
        JsonNode value = element.path(field);
        if (!value.isTextual()) {
            throw row.wrong(
                    where + "." + field, "is " + Row.kind(value) + ", expected text", element);
        }
        return value.textValue();
    }

    /** OpenAI's {@code tool_calls}, or the older {@code function_call}. */
    private static List<ToolCall> called(Row row, JsonNode element, String where) {
        if (element.hasNonNull("tool_calls") && !element.get("tool_calls").isEmpty()) {
            return calls(row, element.get("tool_calls"), where + ".tool_calls");
        }
        return element.path(CALLS).isObject()
                ? calls(row, element.get(CALLS), where + "." + CALLS)
                : List.of();
    }

    private static List<ToolCall> calls(Row row, JsonNode spelt, String where) {
        String at = row.origin() + ": field '" + where + "'";
        if (!spelt.isArray()) {
            return List.of(ToolCall.of(spelt, at));
        }
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < spelt.size(); i++) {
            calls.add(ToolCall.of(spelt.get(i), at + "[" + i + "]"));
        }
        return calls;
    }

    private static JsonNode parsed(Row row, JsonNode value, String where) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JsonMistakes.WHOLE.readTree(value.textValue());
        } catch (JsonProcessingException e) {
            throw row.wrong(
                    where,
                    "calls a tool and is no JSON: %s; expected {\"name\": \"...\", \"arguments\": {...}}"
                            .formatted(JsonMistakes.explain(e)));
        }
    }

    /** Content is a text, or OpenAI's list of parts of which all are texts. */
    private static String content(
            Row row, JsonNode element, String field, String where, boolean isResult) {
        JsonNode value = element.path(field);
        String at = where + "." + field;
        if (isResult && value.isContainerNode() && !isParts(value)) {
            return value.toString();
        }
        if (value.isArray()) {
            StringBuilder content = new StringBuilder();
            for (JsonNode part : value) {
                content.append(row.text(part.path("text"), at + "[].text"));
            }
            return content.toString();
        }
        if (value.isMissingNode()) {
            throw row.wrong(at, "is absent", element);
        }
        return row.text(value, at);
    }

    private static boolean isParts(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.get(0).path("text").isTextual();
    }

    /** OpenAI's and Mistral's {@code weight} of a message, 0 or 1 there; fractions are allowed. */
    private static float weight(Row row, JsonNode value, String where) {
        if (value.isMissingNode() || value.isNull()) {
            return 1;
        }
        float weight = value.isNumber() ? value.floatValue() : -1;
        if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
            throw row.wrong(where + ".weight", "is " + value + ", expected a number from 0 up");
        }
        return weight;
    }

    private static List<String> roles() {
        return ROLES.keySet().stream().sorted().toList();
    }
}
