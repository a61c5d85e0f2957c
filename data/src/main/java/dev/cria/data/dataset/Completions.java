package dev.cria.data.dataset;

import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a prompt and its answer out of a row: {@code prompt} and {@code completion} as TRL has
 * them, each a text or messages, or {@code question} and {@code answer}, also with {@link Choices}.
 * Nothing of the prompt is learnt, also not what the assistant says in it.
 */
final class Completions {

    private static final List<String> ANSWERS =
            List.of("completion", "response", "answer", "output");

    private Completions() {}

    /** The field with the answer; null where there is none. */
    static String field(Row row) {
        return ANSWERS.stream().filter(row::has).findFirst().orElse(null);
    }

    static List<Message> read(Row row) {
        if (Choices.in(row)) {
            return List.of(
                    new Message("user", Choices.question(row)),
                    new Message(Conversations.ASSISTANT, Choices.right(row)));
        }
        String field = field(row);
        if (field == null) {
            throw row.wrong("completion", "is absent");
        }
        List<Message> messages = new ArrayList<>();
        for (Message message : Preferences.prompt(row)) {
            messages.add(message.isAssistant() ? unlearnt(message) : message);
        }
        List<Message> answer = Preferences.conversation(row, field, Conversations.ASSISTANT);
        if (answer.stream().noneMatch(Message::isAssistant)) {
            throw row.wrong(field, "has no message of the assistant");
        }
        messages.addAll(answer);
        return messages;
    }

    private static Message unlearnt(Message message) {
        return new Message(message.role(), message.content(), message.toolCalls(), 0);
    }
}
