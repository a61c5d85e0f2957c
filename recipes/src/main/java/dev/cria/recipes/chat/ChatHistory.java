package dev.cria.recipes.chat;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A conversation as the tokens that the model has seen. What it said stays the tokens that it
 * generated: encoded again, a text can become others, and keys and values that are in memory would
 * be of no use.
 */
final class ChatHistory {

    private final ChatTemplate template;
    private final List<Message> messages = new ArrayList<>();

    /** The tokens so far, and those that the template makes of the same messages. */
    private int[] seen = {};

    private int[] rendered = {};

    ChatHistory(ChatTemplate template) {
        this.template = template;
    }

    /** What has been said, the system message first if there is one. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** What stands at the beginning for the model to go by; an empty one is taken away. */
    void setSystem(String content) {
        if (!messages.isEmpty() && messages.get(0).role().equals("system")) {
            messages.remove(0);
        }
        if (!content.isEmpty()) {
            messages.add(0, new Message("system", content));
        }
    }

    /** Forgets all that was said but the system message. */
    void clear() {
        messages.removeIf(message -> !message.role().equals("system"));
        forgetTokens();
    }

    /** Goes on from other messages. */
    void replaceWith(List<Message> others) {
        messages.clear();
        messages.addAll(others);
        forgetTokens();
    }

    private void forgetTokens() {
        seen = new int[0];
        rendered = new int[0];
    }

    /** The prompt with which the model answers a user's message. */
    int[] prompt(String user) {
        int[] whole = template.prompt(with(user));
        int known = rendered.length;
        boolean goesOn =
                known <= whole.length && Arrays.equals(whole, 0, known, rendered, 0, known);
        return goesOn ? concat(seen, Arrays.copyOfRange(whole, known, whole.length)) : whole;
    }

    /**
     * Takes in a message and its answer.
     *
     * @param ids of the answer, without what ended it
     */
    void add(String user, int[] ids, String text) {
        int[] prompt = prompt(user);
        int[] whole = template.prompt(with(user));
        messages.add(new Message("user", user));
        messages.add(new Message("assistant", text));
        seen = concat(concat(prompt, ids), new int[] {template.endOfTurn()});
        rendered = concat(whole, template.answer(text));
    }

    private List<Message> with(String user) {
        List<Message> all = new ArrayList<>(messages);
        all.add(new Message("user", user));
        return all;
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }
}
