package dev.cria.data.examples;

import dev.cria.data.chat.Message;
import java.util.List;

/**
 * A prompt and the conversation that it is.
 *
 * @param messages up to the answer
 */
public record PromptConversation(PromptExample prompt, List<Message> messages) {}
