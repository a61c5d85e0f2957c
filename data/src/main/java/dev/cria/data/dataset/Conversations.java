package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.Tools;
import java.util.ArrayList;
import java.util.List;

/** Reads conversations out of rows. */
final class Conversations {

    static final String ASSISTANT = "assistant";

    private Conversations() {}

    static Conversation read(Row row) {
        List<Message> messages =
                switch (row.format()) {
                    case MESSAGES -> messages(row);
                    case SHAREGPT -> shareGpt(row);
                    case ALPACA -> alpaca(row);
                    case PROMPT_COMPLETION -> Completions.read(row);
                    default -> throw noConversation(row);
                };
        return new Conversation(messages, tools(row));
    }

    /** What the assistant may call, as OpenAI and LLaMA-Factory have it. */
    static Tools tools(Row row) {
        return Tools.of(row.get("tools"), row.origin() + ": field 'tools'");
    }

    static List<Message> messages(Row row) {
        return withSystem(row, Messages.read(row, row.list("messages"), "messages"));
    }

    static List<Message> shareGpt(Row row) {
        return withSystem(row, Messages.read(row, row.list("conversations"), "conversations"));
    }

    /** What the assistant is told first may have a field of its own; a message goes before it. */
    private static List<Message> withSystem(Row row, List<Message> said) {
        List<Message> messages = new ArrayList<>();
        if (!said.get(0).role().equals("system")) {
            addSystem(row, messages);
        }
        messages.addAll(said);
        return messages;
    }

    private static List<Message> alpaca(Row row) {
        List<Message> messages = alpacaPrompt(row);
        messages.add(new Message(ASSISTANT, row.text("output")));
        return messages;
    }

    /** Instruction and input joined by a line break, as LLaMA-Factory joins them. */
    static List<Message> alpacaPrompt(Row row) {
        List<Message> messages = new ArrayList<>();
        addSystem(row, messages);
        for (JsonNode turn : Row.structure(row.get("history"))) {
            messages.add(new Message("user", row.text(turn.path(0), "history[][0]")));
            messages.add(new Message(ASSISTANT, row.text(turn.path(1), "history[][1]")));
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

    private static UserException noConversation(Row row) {
        return new UserException(
                "%s: a row of format %s is not a conversation; expected format messages, alpaca, sharegpt or prompt_completion%s"
                        .formatted(
                                row.origin(),
                                row.format().label(),
                                row.format() == DatasetFormat.KTO
                                        ? "; to learn from good and bad answers alike, say which it is"
                                        : ""));
    }
}
