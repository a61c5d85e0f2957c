package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one answer and whether it is good out of a row: {@code prompt}, {@code completion} and
 * {@code label} as TRL has them, or a conversation with {@code kto_tag} as LLaMA-Factory has it. A
 * pair gives two.
 */
final class Judgements {

    private Judgements() {}

    /** A pair of which one answer is empty, unless the row has both. */
    static Preferences.Pair read(Row row) {
        if (row.format() != DatasetFormat.KTO) {
            return Preferences.read(row);
        }
        boolean tagged = row.has("kto_tag");
        boolean good = isGood(row, tagged ? "kto_tag" : "label");
        List<Message> messages = tagged ? conversation(row) : completed(row);
        int last = messages.size() - 1;
        if (last < 1 || !messages.get(last).isAssistant()) {
            throw row.wrong(
                    row.has("completion") ? "completion" : "messages",
                    "does not end with an answer of the assistant to something");
        }
        List<Message> prompt = messages.subList(0, last);
        List<Message> answer = messages.subList(last, last + 1);
        return good
                ? new Preferences.Pair(prompt, answer, List.of())
                : new Preferences.Pair(prompt, List.of(), answer);
    }

    private static boolean isGood(Row row, String field) {
        JsonNode label = row.get(field);
        if (!label.isBoolean()) {
            throw row.wrong(field, "is " + Row.kind(label) + ", expected true or false");
        }
        return label.booleanValue();
    }

    private static List<Message> completed(Row row) {
        List<Message> messages = new ArrayList<>(Preferences.prompt(row));
        messages.addAll(Preferences.conversation(row, "completion", "assistant"));
        return messages;
    }

    private static List<Message> conversation(Row row) {
        if (row.has("messages")) {
            return Conversations.messages(row, row.list("messages"), "messages");
        }
        if (row.has("conversations")) {
            return Conversations.messages(row, row.list("conversations"), "conversations");
        }
        List<Message> messages = Conversations.alpacaPrompt(row);
        messages.add(new Message("assistant", row.text("output")));
        return messages;
    }
}
