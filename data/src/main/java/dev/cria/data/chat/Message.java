package dev.cria.data.chat;

/**
 * One turn of a conversation.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant}, {@code tool} or {@code
 *     ipython}
 * @param content what is said
 */
public record Message(String role, String content) {

    static final String ASSISTANT = "assistant";

    /** Whether the model learns to say this. */
    public boolean isAssistant() {
        return role.equals(ASSISTANT);
    }
}
