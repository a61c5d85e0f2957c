package dev.cria.trainer.reward;

import dev.cria.data.chat.PromptConversation;
import java.util.List;

/**
 * A prompt with answers to it.
 *
 * @param answers their texts
 */
public record Answered(PromptConversation prompt, List<String> answers) {}
