package dev.cria.recipes.serve;

import dev.cria.data.chat.ToolCall;
import dev.cria.data.safety.code.Finding;
import java.util.List;

/**
 * An answer as it is handed out.
 *
 * @param content what it says; empty where it is withheld, or only calls tools
 * @param refusal why it is withheld; null where it is not
 * @param calls of tools
 * @param tokens with their log-probabilities, where they were asked for
 * @param findings in its code
 * @param finish as OpenAI names it
 */
record Outcome(
        int index,
        String content,
        String refusal,
        List<ToolCall> calls,
        List<Told> tokens,
        List<Finding> findings,
        String finish) {}
