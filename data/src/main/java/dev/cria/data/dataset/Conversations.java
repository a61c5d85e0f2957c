package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads conversations out of rows. */
final class Conversations {

    /** Names of speakers that differ from Llama 3's; {@code from} and {@code role} alike. */
    private static final Map<String, String> ROLES =
            Map.ofEntries(
                    Map.entry("system", "system"),
                    Map.entry("developer", "system"),
                    Map.entry("user", "user"),
                    Map.entry("human", "user"),
                    Map.entry("assistant", "assistant"),
                    Map.entry("gpt", "assistant"),
                    Map.entry("function_call", "assistant"),
                    Map.entry("tool", "ipython"),
                    Map.entry("observation", "ipython"),
                    Map.entry("ipython", "ipython"));

    private Conversations() {}

    static List<Message> read(Row row) {
        refuseTools(row);
        return switch (row.format()) {
            case MESSAGES -> messages(row, row.list("messages"), "messages");
            case SHAREGPT -> shareGpt(row);
            case ALPACA -> alpaca(row);
            default ->
                    throw new UserException(
                            row.origin()
                                    + ": a row of format "
                                    + row.format().label()
                                    + " is not a conversation; expected format messages, alpaca or"
                                    + " sharegpt");
        };
    }

    /** A list of messages with {@code role} and {@code content}, or {@code from} and value. */
    static List<Message> messages(Row row, List<JsonNode> elements, String field) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            messages.add(message(row, elements.get(i), field + "[" + i + "]"));
        }
        return messages;
    }

    static Message message(Row row, JsonNode element, String where) {
        String speaker = element.has("from") ? "from" : "role";
        String said = element.has("value") ? "value" : "content";
        String role = ROLES.get(row.text(element.path(speaker), where + "." + speaker));
        if (role == null) {
            throw row.wrong(
                    where + "." + speaker,
                    "is " + element.path(speaker) + ", expected one of " + roles());
        }
        if (element.hasNonNull("tool_calls")) {
            throw row.wrong(where + ".tool_calls", "is not supported; write the call as content");
        }
        String content = content(row, element.path(said), where + "." + said);
        return new Message(role, content, weight(row, element.path("weight"), where));
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

    /** Content is a text, or OpenAI's list of parts of which all are texts. */
    private static String content(Row row, JsonNode value, String where) {
        if (!value.isArray()) {
            return row.text(value, where);
        }
        StringBuilder content = new StringBuilder();
        for (JsonNode part : value) {
            content.append(row.text(part.path("text"), where + "[].text"));
        }
        return content.toString();
    }

    private static List<Message> shareGpt(Row row) {
        List<Message> messages = new ArrayList<>();
        addSystem(row, messages);
        messages.addAll(messages(row, row.list("conversations"), "conversations"));
        return messages;
    }

    private static List<Message> alpaca(Row row) {
        List<Message> messages = alpacaPrompt(row);
        messages.add(new Message("assistant", row.text("output")));
        return messages;
    }

    /** Instruction and input joined by a line break, as LLaMA-Factory joins them. */
    static List<Message> alpacaPrompt(Row row) {
        List<Message> messages = new ArrayList<>();
        addSystem(row, messages);
        for (JsonNode turn : row.get("history")) {
            messages.add(new Message("user", row.text(turn.path(0), "history[][0]")));
            messages.add(new Message("assistant", row.text(turn.path(1), "history[][1]")));
        }
        String input = row.optionalText("input");
        String instruction = row.text("instruction");
        messages.add(
                new Message("user", input.isEmpty() ? instruction : instruction + "\n" + input));
        return messages;
    }

    static void addSystem(Row row, List<Message> messages) {
        String system = row.optionalText("system");
        if (!system.isEmpty()) {
            messages.add(new Message("system", system));
        }
    }

    /** Definitions that were left out in silence would teach calls of tools never offered. */
    private static void refuseTools(Row row) {
        JsonNode tools = row.get("tools");
        String text = tools.isTextual() ? tools.textValue().strip() : "";
        boolean named = tools.isContainerNode() ? !tools.isEmpty() : !text.isEmpty();
        if (named && !text.equals("[]")) {
            throw row.wrong(
                    "tools", "is not supported; write the definitions into the system message");
        }
    }

    private static List<String> roles() {
        return ROLES.keySet().stream().sorted().toList();
    }
}
