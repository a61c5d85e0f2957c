package dev.cria.trainer.generate;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Set;

/** Refuses requests that can never be answered. */
record RequestChecks(
        LlamaConfig config,
        Set<String> policies,
        Tokenizer tokenizer,
        int pages,
        EngineSettings settings) {

    void require(Request request) {
        int[] prompt = request.prompt();
        if (prompt.length == 0) {
            throw new UserException("the prompt is empty; give at least one token");
        }
        Arrays.stream(prompt)
                .filter(id -> id < 0 || id >= config.vocabSize())
                .findFirst()
                .ifPresent(
                        id -> {
                            throw new UserException(
                                    "token id %d is outside the model's vocabulary of %d"
                                            .formatted(id, config.vocabSize()));
                        });
        requireAtLeastOne("samples", request.samples());
        requireAtLeastOne("max_new_tokens", request.maxNewTokens());
        if (!policies.contains(request.adapter())) {
            throw new UserException(
                    "there is no adapter '%s'; expected one of %s"
                            .formatted(request.adapter(), policies.stream().sorted().toList()));
        }
        if (!request.stopTexts().isEmpty() && tokenizer == null) {
            throw new UserException("stop texts need a tokenizer, and there is none");
        }
        if (request.stopTexts().stream().anyMatch(String::isEmpty)) {
            throw new UserException("a stop text is empty; give at least one character");
        }
        requireLength(request);
        requireRoom(request);
    }

    private static void requireLength(Request request) {
        int needed = request.form() == null ? 0 : request.form().begin().tokensNeeded();
        if (needed > request.maxNewTokens()) {
            throw new UserException(
                    "the shortest answer of this form has %d bytes, which can take as many tokens; allow at least so many instead of %d"
                            .formatted(needed, request.maxNewTokens()));
        }
    }

    private static void requireAtLeastOne(String key, int found) {
        if (found < 1) {
            throw new UserException("%s: expected at least 1, found %d".formatted(key, found));
        }
    }

    private void requireRoom(Request request) {
        int prompt = request.prompt().length;
        long length = (long) prompt + request.maxNewTokens();
        if (length > config.maxPositionEmbeddings()) {
            throw new UserException(
                    "a prompt of %d tokens and %d new ones exceed the model's %d positions; shorten the prompt or lower --max-new-tokens"
                            .formatted(
                                    prompt,
                                    request.maxNewTokens(),
                                    config.maxPositionEmbeddings()));
        }
        long needed = (length + settings.pageTokens() - 1) / settings.pageTokens();
        if (needed > pages) {
            throw new UserException(
                    "a prompt of %d tokens and %d new ones need %d pages of keys and values, and %d bytes hold %d; shorten the prompt, lower --max-new-tokens, or give more memory"
                            .formatted(
                                    prompt,
                                    request.maxNewTokens(),
                                    needed,
                                    settings.cacheBytes(),
                                    pages));
        }
    }
}
