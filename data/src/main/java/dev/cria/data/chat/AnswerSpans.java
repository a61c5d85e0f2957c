package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.jinja.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the assistant says in what a template has written without marks: it begins where the
 * conversation before it, opened for an answer, ends, and ends where the conversation with it does.
 */
final class AnswerSpans {

    private AnswerSpans() {}

    static Text marked(ChatFormat format, Conversation conversation, Text whole) {
        List<Message> messages = conversation.messages();
        Text marked = Text.of("");
        int from = 0;
        int number = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isAssistant()) {
                Conversation before = conversation.first(i);
                int start = prefix(whole, format.raw(before, true), i);
                int end = prefix(whole, format.raw(conversation.first(i + 1), false), i);
                marked =
                        marked.plus(whole.substring(from, start))
                                .plus(whole.substring(start, end).inAnswer(++number));
                from = end;
            }
        }
        return marked.plus(whole.substring(from, whole.length()));
    }

    private static int prefix(Text whole, Text part, int turn) {
        if (!whole.value().startsWith(part.value())) {
            throw new UserException(
                    "the chat template writes turn "
                            + (turn + 1)
                            + " differently once more follows, so that what was learnt would not be"
                            + " what is said; take a template with {% generation %}, or"
                            + " chat_template: llama3 or llama3_1");
        }
        return part.value().length();
    }

    /**
     * Where turns end in what a template has written.
     *
     * @return one place for each turn; -1 where the template does not tell
     */
    static List<Integer> turnEnds(ChatFormat format, Conversation conversation, Text whole) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i <= conversation.messages().size(); i++) {
            ends.add(end(format, conversation.first(i), whole));
        }
        return ends;
    }

    private static int end(ChatFormat format, Conversation first, Text whole) {
        try {
            String text = format.raw(first, false).value();
            return whole.value().startsWith(text) ? text.length() : -1;
        } catch (UserException refused) {
            // A few turns of what can be rendered cannot: definitions of tools need a user's turn.
            return -1;
        }
    }
}
