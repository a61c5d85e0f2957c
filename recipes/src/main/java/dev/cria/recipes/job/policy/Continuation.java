package dev.cria.recipes.job.policy;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.pass.Policy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Continues texts: as a conversation, or as they are.
 *
 * @param chat whether prompts are what a user says
 * @param samples answers to a prompt
 * @param form what every answer must be; null for anything
 * @param fast whether memory may be taken to be fast; not beside training
 * @param onToken is run at each new token
 */
public record Continuation(
        Policy policy,
        Tokenizer tokenizer,
        boolean chat,
        Sampling sampling,
        int samples,
        List<String> stopTexts,
        TextForm form,
        int maxNewTokens,
        boolean fast,
        Runnable onToken) {

    /** The likeliest text, without a word on the way, beside training. */
    public static Continuation greedy(
            Policy policy, Tokenizer tokenizer, boolean chat, int maxNewTokens) {
        return new Continuation(
                policy,
                tokenizer,
                chat,
                Sampling.greedy(),
                1,
                List.of(),
                null,
                maxNewTokens,
                false,
                () -> {});
    }

    /** The same with something to be run at each new token. */
    public Continuation hearing(Runnable listener) {
        return new Continuation(
                policy,
                tokenizer,
                chat,
                sampling,
                samples,
                stopTexts,
                form,
                maxNewTokens,
                fast,
                listener);
    }

    /** The answers to each prompt, all generated together. */
    public List<List<Answer>> answers(List<String> prompts, long seed) {
        List<Request> requests = prompts.stream().map(prompt -> request(prompt, seed)).toList();
        AnswerListener listener =
                new AnswerListener() {
                    @Override
                    public void token(int sample, int id) {
                        onToken.run();
                    }
                };
        EngineSettings settings = EngineSettings.of(policy);
        try (GenerationEngine engine =
                new GenerationEngine(
                        Map.of(GenerationEngine.MODEL, policy),
                        tokenizer,
                        fast ? settings : settings.unpacked())) {
            return engine.generateAll(requests, listener);
        }
    }

    /** The ids of a prompt, as it is continued. */
    public int[] ids(String prompt) {
        return chat ? chatPrompt(tokenizer, prompt) : startOf(policy, tokenizer, prompt);
    }

    private Request request(String prompt, long seed) {
        Set<Integer> stops = new HashSet<>(policy.model().config().eosTokenIds());
        if (chat) {
            stops.addAll(new ChatTemplate(tokenizer).stops());
        }
        return Request.of(ids(prompt), maxNewTokens)
                .withSamples(samples)
                .with(sampling, seed)
                .withStops(stops, stopTexts)
                .withForm(form);
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
}
