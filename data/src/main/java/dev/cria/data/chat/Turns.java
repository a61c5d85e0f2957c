package dev.cria.data.chat;

import dev.cria.data.jinja.Text;
import java.util.List;

/**
 * Where turns end, and how much they count.
 *
 * @param ends one place for each turn; -1 where it is not known
 */
record Turns(List<Integer> ends, List<Message> messages) {

    /** Takes a stretch of text and how much it counts. */
    interface Taker {
        void take(Text text, float weight);
    }

    static Turns of(ChatFormat format, Conversation conversation, Text text) {
        List<Message> messages = conversation.messages();
        boolean alike = messages.stream().allMatch(message -> message.weight() == 1);
        return new Turns(
                alike ? List.of() : AnswerSpans.turnEnds(format, conversation, text), messages);
    }

    /**
     * Cuts text where turns end.
     *
     * @param start where it begins in the conversation
     */
    void split(Text piece, int start, Taker taker) {
        int from = 0;
        for (int i = 0; i < ends.size(); i++) {
            int end = Math.min(ends.get(i) - start, piece.length());
            if (end > from) {
                taker.take(piece.substring(from, end), messages.get(i).weight());
                from = end;
            }
        }
        if (from < piece.length()) {
            taker.take(piece.substring(from, piece.length()), 1);
        }
    }
}
