package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one answer and whether it is good out of a row: {@code prompt} and {@code completion} as
 * TRL has them, or a conversation, with {@code label}, or {@code kto_tag} as LLaMA-Factory has it.
 * A pair gives two.
 */
final class Judgements {

    private Judgements() {}

    /** A pair of which one answer is empty, unless the row has both. */
    static Preferences.Pair read(Row row) {
        if (row.format() != DatasetFormat.KTO) {
            return Preferences.read(row);
        }
        boolean good = isGood(row, row.firstOf("label", "kto_tag"));
        List<Message> messages = conversation(row);
        int last = messages.size() - 1;
        if (last < 1 || !messages.get(last).isAssistant()) {
            throw row.wrong(
                    row.firstOf("messages", "conversations", "completion"),
                    "does not end with an answer of the assistant to something");
        }
        Conversation prompt = new Conversation(messages.subList(0, last), Conversations.tools(row));
        List<Message> answer = messages.subList(last, last + 1);
        return good
                ? new Preferences.Pair(prompt, answer, List.of())
                : new Preferences.Pair(prompt, List.of(), answer);
    }

    /** Whether a value says good or bad: true or false, also as the text of a table. */
    static boolean isLabel(JsonNode label) {
        return label.isBoolean()
                || label.asText().equalsIgnoreCase("true")
                || label.asText().equalsIgnoreCase("false");
    }

    private static boolean isGood(Row row, String field) {
        JsonNode label = row.get(field);
        if (!isLabel(label)) {
            throw row.wrong(field, "is " + Row.kind(label) + ", expected true or false");
        }
        return label.asText().equalsIgnoreCase("true");
    }

    private static List<Message> conversation(Row row) {
        if (row.has("messages")) {
            return Conversations.messages(row);
        }
        if (row.has("conversations")) {
            return Conversations.shareGpt(row);
        }
        if (row.has("instruction")) {
            List<Message> messages = Conversations.alpacaPrompt(row);
            messages.add(new Message(Conversations.ASSISTANT, row.text("output")));
            return messages;
        }
        List<Message> messages = new ArrayList<>(Preferences.prompt(row));
        messages.addAll(Preferences.conversation(row, "completion", Conversations.ASSISTANT));
        return messages;
    }
}
