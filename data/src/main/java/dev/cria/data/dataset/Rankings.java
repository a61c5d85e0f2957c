package dev.cria.data.dataset;

import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import java.util.List;

/**
 * Reads ranked answers out of a row: a preference pair, before it the answer in {@code edited} if
 * there is one, which somebody has made better than the chosen one (Grattafiori et al. 2024,
 * arXiv:2407.21783, section 4.2.1: edited &gt; chosen &gt; rejected).
 */
final class Rankings {

    private static final String EDITED = "edited";

    /**
     * Prompt and answers.
     *
     * @param answers the best first; each begins with a message of the assistant
     */
    record Ranking(Conversation prompt, List<List<Message>> answers) {}

    private Rankings() {}

    static Ranking read(Row row) {
        Preferences.Pair pair = Preferences.read(row);
        if (!row.has(EDITED)) {
            return new Ranking(pair.prompt(), List.of(pair.chosen(), pair.rejected()));
        }
        List<Message> edited = edited(row, pair.prompt().messages());
        return new Ranking(pair.prompt(), List.of(edited, pair.chosen(), pair.rejected()));
    }

    private static List<Message> edited(Row row, List<Message> prompt) {
        List<Message> answer = Preferences.conversation(row, EDITED, Conversations.ASSISTANT);
        if (!answer.isEmpty() && !answer.get(0).isAssistant()) {
            int shared = Math.min(prompt.size(), answer.size());
            if (!answer.subList(0, shared).equals(prompt)) {
                throw row.wrong(EDITED, "does not begin with the prompt of the other two answers");
            }
            answer = answer.subList(shared, answer.size());
        }
        Preferences.requireAnswer(row, answer, EDITED);
        return answer;
    }
}
