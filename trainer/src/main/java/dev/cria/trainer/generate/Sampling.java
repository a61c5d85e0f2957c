package dev.cria.trainer.generate;

import dev.cria.checkpoints.UserException;

/**
 * How the next token is drawn. The steps are those of transformers' {@code GenerationMixin}
 * (generation/utils.py {@code _get_logits_processor} and generation/logits_process.py of 5.x), in
 * its order: repetition penalty, temperature, top-k, top-p, min-p; what is left is drawn from. The
 * penalties of OpenAI's API come after the repetition penalty, as in vLLM.
 *
 * @param temperature 0 for the likeliest token; otherwise logits are divided by it
 * @param topK draws from so many likeliest tokens, and those as likely as the last of them; 0 for
 *     all
 * @param topP draws from the smallest set of likeliest tokens whose probability reaches this share
 *     of what top-k leaves (Holtzman et al. 2020, arXiv:1904.09751); 1 for all
 * @param minP leaves out tokens less likely than this share of the likeliest (Nguyen et al. 2024,
 *     arXiv:2407.01082); 0 for none
 * @param repetitionPenalty logits of tokens that the text has, its prompt included, are divided by
 *     it where they are positive, and multiplied where negative (Keskar et al. 2019,
 *     arXiv:1909.05858); 1 for none
 * @param frequencyPenalty is taken from a token's logit as often as the answer has the token; from
 *     -2 to 2 (OpenAI API reference, {@code frequency_penalty}); 0 for none
 * @param presencePenalty is taken once from the logit of a token that the answer has; from -2 to 2;
 *     0 for none
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        double frequencyPenalty,
        double presencePenalty) {

    private static final double MOST_PENALTY = 2;

    /** Refuses what is no sampling. */
    public Sampling {
        require(temperature >= 0, "temperature", "at least 0", temperature);
        require(topK >= 0, "top_k", "at least 0", topK);
        require(topP > 0 && topP <= 1, "top_p", "above 0 and at most 1", topP);
        require(minP >= 0 && minP <= 1, "min_p", "between 0 and 1", minP);
        require(repetitionPenalty > 0, "repetition_penalty", "above 0", repetitionPenalty);
        requirePenalty("frequency_penalty", frequencyPenalty);
        requirePenalty("presence_penalty", presencePenalty);
    }

    /** Without the penalties that look at the answer alone. */
    public Sampling(
            double temperature, int topK, double topP, double minP, double repetitionPenalty) {
        this(temperature, topK, topP, minP, repetitionPenalty, 0, 0);
    }

    /** Always the likeliest token. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0, 1);
    }

    /** From the model's own distribution at a temperature. */
    public static Sampling at(double temperature) {
        return new Sampling(temperature, 0, 1, 0, 1);
    }

    /** The same with another share of top-p. */
    public Sampling withTopP(double share) {
        return new Sampling(
                temperature,
                topK,
                share,
                minP,
                repetitionPenalty,
                frequencyPenalty,
                presencePenalty);
    }

    /** The same with other penalties on what the answer has already. */
    public Sampling withPenalties(double frequency, double presence) {
        return new Sampling(temperature, topK, topP, minP, repetitionPenalty, frequency, presence);
    }

    /** Whether nothing is drawn. */
    public boolean isGreedy() {
        return temperature == 0;
    }

    private static void requirePenalty(String key, double value) {
        require(Math.abs(value) <= MOST_PENALTY, key, "between -2 and 2", value);
    }

    private static void require(boolean holds, String key, String expected, double found) {
        if (!holds) {
            throw new UserException("%s: expected %s, found %s".formatted(key, expected, found));
        }
    }
}
