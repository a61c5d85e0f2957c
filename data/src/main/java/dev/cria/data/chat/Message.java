package dev.cria.data.chat;

/**
 * One turn of a conversation.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant}, {@code tool} or {@code
 *     ipython}
 * @param content what is said
 * @param weight how much the loss of this turn counts, at least 0; 0 leaves it out of the loss
 */
public record Message(String role, String content, float weight) {

    static final String ASSISTANT = "assistant";

    /** A turn that counts as others do. */
    public Message(String role, String content) {
        this(role, content, 1);
    }

    /** Whether the model learns to say this. */
    public boolean isAssistant() {
        return role.equals(ASSISTANT);
    }
}
