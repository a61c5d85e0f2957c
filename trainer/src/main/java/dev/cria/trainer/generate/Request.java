package dev.cria.trainer.generate;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A prompt to continue. Its answers depend on nothing but what is said here, and the model: not on
 * the requests beside which it runs. Requests do not change; what is named {@code with} answers
 * another.
 */
public final class Request {

    private final int[] prompt;
    private final int maxNewTokens;

    // Set before anyone has the request.
    private int samples = 1;
    private Sampling sampling = Sampling.greedy();
    private Set<Integer> stopIds = Set.of();
    private List<String> stopTexts = List.of();
    private long seed;
    private int topLogProbs = -1;
    private String adapter = GenerationEngine.MODEL;
    private TextForm form;

    private Request(int[] prompt, int maxNewTokens) {
        this.prompt = prompt;
        this.maxNewTokens = maxNewTokens;
    }

    /** One greedy answer. */
    public static Request of(int[] prompt, int maxNewTokens) {
        return new Request(prompt, maxNewTokens);
    }

    private Request changed(Consumer<Request> change) {
        Request other = new Request(prompt, maxNewTokens);
        other.samples = samples;
        other.sampling = sampling;
        other.stopIds = stopIds;
        other.stopTexts = stopTexts;
        other.seed = seed;
        other.topLogProbs = topLogProbs;
        other.adapter = adapter;
        other.form = form;
        change.accept(other);
        return other;
    }

    /** The same with another number of answers. */
    public Request withSamples(int count) {
        return changed(request -> request.samples = count);
    }

    /** The same, drawn otherwise. */
    public Request with(Sampling other, long otherSeed) {
        return changed(
                request -> {
                    request.sampling = other;
                    request.seed = otherSeed;
                });
    }

    /** The same with other ends. */
    public Request withStops(Set<Integer> ids, List<String> texts) {
        return changed(
                request -> {
                    request.stopIds = ids;
                    request.stopTexts = texts;
                });
    }

    /**
     * The same with log-probabilities.
     *
     * @param top -1 for none, 0 for those of the tokens, n for those of the n likeliest as well
     */
    public Request withLogProbs(int top) {
        return changed(request -> request.topLogProbs = top);
    }

    /** The same of another policy. */
    public Request withAdapter(String name) {
        return changed(request -> request.adapter = name);
    }

    /** The same with a form. */
    public Request withForm(TextForm other) {
        return changed(request -> request.form = other);
    }

    /** Token ids. */
    public int[] prompt() {
        return prompt;
    }

    /** Tokens of an answer, at most. */
    public int maxNewTokens() {
        return maxNewTokens;
    }

    /** How many answers. */
    public int samples() {
        return samples;
    }

    /** How tokens are drawn. */
    public Sampling sampling() {
        return sampling;
    }

    /** Tokens that end an answer. */
    public Set<Integer> stopIds() {
        return stopIds;
    }

    /**
     * Texts that end an answer, also where tokens begin or end inside them; they need a tokenizer.
     */
    public List<String> stopTexts() {
        return stopTexts;
    }

    /** Seed of what is drawn; sample i is the same however many samples are asked for. */
    public long seed() {
        return seed;
    }

    /** See {@link #withLogProbs}. */
    public int topLogProbs() {
        return topLogProbs;
    }

    /** Name of the policy, as the engine knows it. */
    public String adapter() {
        return adapter;
    }

    /** What the text of an answer must be; null for any. */
    public TextForm form() {
        return form;
    }
}
