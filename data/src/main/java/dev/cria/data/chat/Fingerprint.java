package dev.cria.data.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells formats apart by what they write. Templates that differ in their text and not in what they
 * make of these conversations are the same format.
 */
public final class Fingerprint {

    /** What is written in the place of a conversation that a format refuses. */
    private static final String REFUSED = "refused";

    private Fingerprint() {}

    /** SHA-256 in hexadecimal of what a format makes of {@link #conversations}. */
    static String of(ChatFormat format) {
        return of(format, conversation -> true);
    }

    /** The same of those without tools. */
    static String ofWords(ChatFormat format) {
        return of(format, conversation -> conversation.tools().isEmpty());
    }

    private static String of(ChatFormat format, Predicate<Conversation> counts) {
        StringBuilder all = new StringBuilder();
        conversations()
                .forEach(
                        (name, conversation) -> {
                            if (counts.test(conversation)) {
                                all.append(name).append('\0');
                                all.append(shown(format, conversation)).append('\0');
                            }
                        });
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What a format makes of a conversation, opened for an answer where one is due. */
    public static String shown(ChatFormat format, Conversation conversation) {
        List<Message> messages = conversation.messages();
        boolean open = !messages.get(messages.size() - 1).isAssistant();
        try {
            return format.raw(conversation, open).value();
        } catch (UserException e) {
            return REFUSED;
        }
    }

    /** The conversations by what they show. */
    public static Map<String, Conversation> conversations() {
        Message system = new Message("system", "Be brief.");
        Message user = new Message("user", "What is the weather in Kyoto?");
        Message called =
                Message.calls(
                        List.of(
                                new ToolCall(
                                        "get_weather",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("city", "Kyoto")
                                                .put("days", 2))));
        Message result = new Message("ipython", "{\"sky\": \"clear\"}");
        Message answer = new Message(Message.ASSISTANT, "Clear.");
        Tools tools = new Tools(List.of(tool()), List.of());
        Map<String, Conversation> all = new LinkedHashMap<>();
        all.put("a question", Conversation.of(List.of(user)));
        all.put("a system message", Conversation.of(List.of(system, user, answer)));
        all.put(
                "white space, several turns",
                Conversation.of(
                        List.of(
                                new Message("user", " Hi. \n"),
                                new Message(Message.ASSISTANT, "\n Hello. "),
                                user)));
        all.put("tools", new Conversation(List.of(user), tools));
        all.put("tools and a system message", new Conversation(List.of(system, user), tools));
        all.put(
                "a call and its result",
                new Conversation(List.of(user, called, result, answer), tools));
        return all;
    }

    private static JsonNode tool() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        var parameters = json.objectNode().put("type", "object");
        parameters.putObject("properties").putObject("city").put("type", "string");
        var function = json.objectNode().put("name", "get_weather").put("description", "天气");
        function.set("parameters", parameters);
        return json.objectNode().put("type", "function").set("function", function);
    }
}
