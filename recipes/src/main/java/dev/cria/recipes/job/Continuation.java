package dev.cria.recipes.job;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.Generator;
import dev.cria.trainer.generate.Sampler;
import dev.cria.trainer.pass.Policy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Continues texts: as a conversation, or as they are.
 *
 * @param onToken is told of each new token
 */
public record Continuation(
        Policy policy,
        Tokenizer tokenizer,
        Sampler sampler,
        int maxNewTokens,
        IntConsumer onToken) {

    /** Continues texts without a word on the way. */
    public Continuation(Policy policy, Tokenizer tokenizer, Sampler sampler, int maxNewTokens) {
        this(policy, tokenizer, sampler, maxNewTokens, token -> {});
    }

    /** The assistant's answer to what a user says. */
    public String answer(String prompt, long seed) {
        Set<Integer> stops = stops();
        stops.add(new ChatTemplate(tokenizer).endOfTurn());
        return text(chatPrompt(tokenizer, prompt), stops, seed);
    }

    /** What follows a text. */
    public String continuation(String prompt, long seed) {
        return text(startOf(policy, tokenizer, prompt), stops(), seed);
    }

    /** The ids of a text at the beginning of a document. */
    public static int[] startOf(Policy policy, Tokenizer tokenizer, String text) {
        Integer begin = policy.model().config().bosTokenId();
        int[] ids = tokenizer.encodeOrdinary(text);
        return begin == null
                ? ids
                : IntStream.concat(IntStream.of(begin), IntStream.of(ids)).toArray();
    }

    /** The ids of a conversation up to where the assistant answers. */
    public static int[] chatPrompt(Tokenizer tokenizer, String prompt) {
        return new ChatTemplate(tokenizer).prompt(List.of(new Message("user", prompt)));
    }

    private Set<Integer> stops() {
        return new HashSet<>(policy.model().config().eosTokenIds());
    }

    private String text(int[] prompt, Set<Integer> stops, long seed) {
        Generator.Request request = new Generator.Request(prompt, maxNewTokens, stops, seed);
        int[] ids = new Generator(policy).generate(request, sampler, onToken);
        return tokenizer.decode(ids);
    }
}
