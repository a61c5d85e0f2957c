package dev.cria.trainer.generate;

import java.util.List;

/**
 * What was generated for one sample of a request.
 *
 * @param ids tokens, without what ended them: neither a stop token, nor any token that has part of
 *     a stop text
 * @param text what the tokens spell, up to a stop text; empty without a tokenizer
 * @param logProbs of the tokens, if they were asked for; otherwise empty
 * @param top for each token the likeliest ones at its place, falling, if they were asked for
 * @param finish why it ended
 */
public record Answer(
        int[] ids, String text, float[] logProbs, List<List<TokenLogProb>> top, Finish finish) {}
