package dev.cria.data.chat;

import dev.cria.data.examples.PromptExample;
import java.util.List;

/**
 * A prompt and the conversation that it is.
 *
 * @param messages up to the answer
 */
public record PromptConversation(PromptExample prompt, List<Message> messages) {}
