package dev.cria.data.chat;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant}, {@code tool} or {@code
 *     ipython}
 * @param content what is said; empty where the assistant only calls tools
 * @param toolCalls what the assistant calls; empty for everybody else
 * @param weight how much the loss of this turn counts, at least 0; 0 leaves it out of the loss
 */
public record Message(String role, String content, List<ToolCall> toolCalls, float weight) {

    static final String ASSISTANT = "assistant";

    public Message {
        toolCalls = List.copyOf(toolCalls);
    }

    /** A turn of words alone. */
    public Message(String role, String content, float weight) {
        this(role, content, List.of(), weight);
    }

    /** A turn that counts as others do. */
    public Message(String role, String content) {
        this(role, content, 1);
    }

    /** The assistant calls tools. */
    public static Message calls(List<ToolCall> toolCalls) {
        return new Message(ASSISTANT, "", toolCalls, 1);
    }

    /** Whether the model learns to say this. */
    public boolean isAssistant() {
        return role.equals(ASSISTANT);
    }
}
