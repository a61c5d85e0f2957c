package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads two answers to one prompt out of a row. The prompt is in {@code prompt} (a text or
 * messages), {@code conversations} or {@code instruction}; where the answers are whole
 * conversations, it is what they have in common at their beginning.
 */
final class Preferences {

    /**
     * Prompt and answers; the first message of an answer is the assistant's. An answer that is not
     * there is empty.
     */
    record Pair(Conversation prompt, List<Message> chosen, List<Message> rejected) {}

    private Preferences() {}

    static Pair read(Row row) {
        if (row.format() == DatasetFormat.KTO) {
            throw row.wrong("chosen", "is absent; single answers are for dpo.loss: kto");
        }
        List<Message> chosen = answer(row, "chosen");
        List<Message> rejected = answer(row, "rejected");
        boolean whole = !chosen.get(0).isAssistant();
        List<Message> prompt = whole ? new ArrayList<>() : prompt(row);
        int shared = whole ? sharedPrefix(chosen, rejected) : 0;
        prompt.addAll(chosen.subList(0, shared));
        Pair pair =
                new Pair(
                        new Conversation(prompt, Conversations.tools(row)),
                        chosen.subList(shared, chosen.size()),
                        rejected.subList(shared, rejected.size()));
        if (prompt.isEmpty()) {
            throw row.wrong(
                    "prompt", "cannot be told: the two conversations have no common beginning");
        }
        refuseWeights(row, prompt);
        requireAnswer(row, pair.chosen(), "chosen");
        requireAnswer(row, pair.rejected(), "rejected");
        return pair;
    }

    static List<Message> prompt(Row row) {
        if (row.has("instruction")) {
            return Conversations.alpacaPrompt(row);
        }
        if (row.has("conversations")) {
            return Conversations.shareGpt(row);
        }
        if (row.has("messages")) {
            return Conversations.messages(row);
        }
        List<Message> messages = new ArrayList<>();
        Conversations.addSystem(row, messages);
        messages.addAll(conversation(row, row.firstOf("prompt", "question"), "user"));
        return messages;
    }

    private static List<Message> answer(Row row, String field) {
        return conversation(row, field, Conversations.ASSISTANT);
    }

    /** A text said by {@code speaker}, a message, or a list of messages. */
    static List<Message> conversation(Row row, String field, String speaker) {
        JsonNode value = messages(row.get(field));
        if (value.isObject()) {
            return List.of(Messages.read(row, value, field));
        }
        if (value.isArray()) {
            return Messages.read(row, row.list(field), field);
        }
        return List.of(new Message(speaker, row.text(field)));
    }

    /** A text may spell messages in JSON, as tables have them, or be any other JSON. */
    private static JsonNode messages(JsonNode value) {
        JsonNode spelt = Row.structure(value);
        JsonNode first = spelt.isArray() ? spelt.path(0) : spelt;
        return first.has("role") || first.has("from") ? spelt : value;
    }

    private static int sharedPrefix(List<Message> chosen, List<Message> rejected) {
        int shared = 0;
        int most = Math.min(chosen.size(), rejected.size()) - 1;
        while (shared < most && chosen.get(shared).equals(rejected.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static void refuseWeights(Row row, List<Message> messages) {
        if (messages.stream().anyMatch(message -> message.weight() != 1)) {
            throw row.wrong(
                    "weight", "of a message is not supported in preference pairs; take it out");
        }
    }

    /** An answer begins with what the assistant says; none of its messages has a weight. */
    static void requireAnswer(Row row, List<Message> answer, String field) {
        refuseWeights(row, answer);
        if (answer.isEmpty() || !answer.get(0).isAssistant()) {
            throw row.wrong(field, "does not begin with a message of the assistant");
        }
    }
}
