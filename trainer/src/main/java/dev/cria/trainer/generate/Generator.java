package dev.cria.trainer.generate;

import dev.cria.checkpoints.UserException;
import dev.cria.trainer.pass.KeyValueCache;
import dev.cria.trainer.pass.Policy;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Continues a text token by token. */
public final class Generator {

    private final Policy policy;

    /** A generator of a model, with its adapter if it has one. */
    public Generator(Policy policy) {
        this.policy = policy;
    }

    /**
     * @param maxNewTokens tokens at most
     * @param stopIds tokens that end the text; they are not part of it
     * @param seed of the draw; the same seed gives the same text
     */
    public record Request(int[] prompt, int maxNewTokens, Set<Integer> stopIds, long seed) {}

    /** The tokens that follow the prompt; {@code onToken} hears each as it comes. */
    public int[] generate(Request request, Sampler sampler, IntConsumer onToken) {
        requireFits(request);
        SplittableRandom random = new SplittableRandom(request.seed());
        IntStream.Builder generated = IntStream.builder();
        int capacity = request.prompt().length + request.maxNewTokens();
        try (KeyValueCache cache = new KeyValueCache(policy, capacity)) {
            float[] logits = cache.append(request.prompt());
            for (int i = 0; i < request.maxNewTokens(); i++) {
                int token = sampler.pick(logits, random);
                if (request.stopIds().contains(token)) {
                    break;
                }
                generated.add(token);
                onToken.accept(token);
                if (i + 1 < request.maxNewTokens()) {
                    logits = cache.append(token);
                }
            }
        }
        return generated.build().toArray();
    }

    private void requireFits(Request request) {
        int[] prompt = request.prompt();
        if (prompt.length == 0) {
            throw new UserException("the prompt is empty; give at least one token");
        }
        int vocabulary = policy.model().config().vocabSize();
        Arrays.stream(prompt)
                .filter(id -> id < 0 || id >= vocabulary)
                .findFirst()
                .ifPresent(
                        id -> {
                            throw new UserException(
                                    "token id %d is outside the model's vocabulary of %d"
                                            .formatted(id, vocabulary));
                        });
        int limit = policy.model().config().maxPositionEmbeddings();
        if (prompt.length + request.maxNewTokens() > limit) {
            throw new UserException(
                    "a prompt of %d tokens and %d new ones exceed the model's %d positions; shorten the prompt or lower --max-new-tokens"
                            .formatted(prompt.length, request.maxNewTokens(), limit));
        }
    }
}
