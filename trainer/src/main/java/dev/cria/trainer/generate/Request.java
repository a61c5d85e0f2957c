package dev.cria.trainer.generate;

import java.util.List;
import java.util.Set;

/**
 * A prompt to continue. Its answers depend on nothing but what is said here, and the model: not on
 * the requests beside which it runs.
 *
 * @param prompt token ids
 * @param samples how many answers
 * @param maxNewTokens tokens of an answer, at most
 * @param sampling how tokens are drawn
 * @param stopIds tokens that end an answer
 * @param stopTexts texts that end an answer, also where tokens begin or end inside them; they need
 *     a tokenizer
 * @param seed of what is drawn; sample i is the same however many samples are asked for
 * @param topLogProbs -1 for no log-probabilities, 0 for those of the tokens, n for those of the n
 *     likeliest as well
 * @param adapter name of the policy, as the engine knows it
 * @param form what the text of an answer must be; null for any
 */
public record Request(
        int[] prompt,
        int samples,
        int maxNewTokens,
        Sampling sampling,
        Set<Integer> stopIds,
        List<String> stopTexts,
        long seed,
        int topLogProbs,
        String adapter,
        TextForm form) {

    /** One greedy answer. */
    public static Request of(int[] prompt, int maxNewTokens) {
        return new Request(
                prompt,
                1,
                maxNewTokens,
                Sampling.greedy(),
                Set.of(),
                List.of(),
                0,
                -1,
                GenerationEngine.MODEL,
                null);
    }

    /** The same with another number of answers. */
    public Request withSamples(int count) {
        return new Request(
                prompt,
                count,
                maxNewTokens,
                sampling,
                stopIds,
                stopTexts,
                seed,
                topLogProbs,
                adapter,
                form);
    }

    /** The same, drawn otherwise. */
    public Request with(Sampling other, long otherSeed) {
        return new Request(
                prompt,
                samples,
                maxNewTokens,
                other,
                stopIds,
                stopTexts,
                otherSeed,
                topLogProbs,
                adapter,
                form);
    }

    /** The same with other ends. */
    public Request withStops(Set<Integer> ids, List<String> texts) {
        return new Request(
                prompt,
                samples,
                maxNewTokens,
                sampling,
                ids,
                texts,
                seed,
                topLogProbs,
                adapter,
                form);
    }

    /** The same with log-probabilities. */
    public Request withLogProbs(int top) {
        return new Request(
                prompt,
                samples,
                maxNewTokens,
                sampling,
                stopIds,
                stopTexts,
                seed,
                top,
                adapter,
                form);
    }

    /** The same of another policy. */
    public Request withAdapter(String name) {
        return new Request(
                prompt,
                samples,
                maxNewTokens,
                sampling,
                stopIds,
                stopTexts,
                seed,
                topLogProbs,
                name,
                form);
    }

    /** The same with a form. */
    public Request withForm(TextForm other) {
        return new Request(
                prompt,
                samples,
                maxNewTokens,
                sampling,
                stopIds,
                stopTexts,
                seed,
                topLogProbs,
                adapter,
                other);
    }
}
