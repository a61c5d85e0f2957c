package dev.cria.recipes.evaluation;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.evaluation.PromptTokens;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.pass.Policy;
import java.util.HashSet;
import java.util.Set;

/**
 * The model that is examined.
 *
 * @param tokens how it is asked
 * @param batchTokens tokens that run together, at most
 */
public record Examinee(Policy policy, Tokenizer tokenizer, PromptTokens tokens, int batchTokens) {

    /**
     * A model with its tokenizer, neither of which is closed here.
     *
     * @param chat whether it is asked as an assistant; else it continues texts
     * @param maxSeqLen tokens that it is shown at once, at most
     */
    public static Examinee of(
            Policy policy, Tokenizer tokenizer, boolean chat, int maxSeqLen, int batchTokens) {
        LlamaConfig config = policy.model().config();
        Integer begin = config.bosTokenId();
        int positions = Math.min(maxSeqLen, config.maxPositionEmbeddings());
        if (begin == null && config.eosTokenIds().isEmpty()) {
            throw new UserException(
                    "the model's config.json has neither bos_token_id nor eos_token_id; one of them is needed before texts without a prompt");
        }
        int alone = begin == null ? config.eosTokenIds().get(0) : begin;
        ChatTemplate template = chat ? new ChatTemplate(tokenizer) : null;
        return new Examinee(
                policy,
                tokenizer,
                new PromptTokens(tokenizer, template, begin, alone, positions),
                batchTokens);
    }

    /** Tokens that end what it writes. */
    Set<Integer> stops() {
        Set<Integer> stops = new HashSet<>(policy.model().config().eosTokenIds());
        if (tokens.chat() != null) {
            stops.addAll(tokens.chat().stops());
        }
        return stops;
    }
}
