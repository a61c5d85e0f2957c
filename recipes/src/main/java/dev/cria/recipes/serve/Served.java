package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What a request took.
 *
 * @param cachedTokens of the prompt, whose keys and values were still in memory
 * @param firstNanos until there was something to tell
 * @param finishes why its answers ended, each once
 */
record Served(
        String model,
        int promptTokens,
        int cachedTokens,
        int newTokens,
        long firstNanos,
        List<String> finishes) {

    ObjectNode usage() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", promptTokens)
                .put("completion_tokens", newTokens)
                .put("total_tokens", promptTokens + newTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cachedTokens);
        return usage;
    }

    /** For the log. */
    String line() {
        return String.format(
                Locale.ROOT,
                "model=%s prompt=%d cached=%d new=%d first=%.3fs finish=%s",
                model,
                promptTokens,
                cachedTokens,
                newTokens,
                firstNanos / 1e9,
                String.join(",", finishes));
    }
}
