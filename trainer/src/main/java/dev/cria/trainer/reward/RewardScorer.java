package dev.cria.trainer.reward;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.evaluate.BoundedBatches;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reward model that scores answers. The prompt runs once for all answers to it; a score depends
 * on nothing but the prompt and the answers that are given together.
 */
public final class RewardScorer implements Judge {

    /** Tokens of prompts and answers that run through the model together. */
    private static final int MOST_TOKENS = 4096;

    private static final String ORIGIN = "an answer to be scored";

    private final Policy policy;
    private final ChatTemplate template;

    /**
     * A scorer.
     *
     * @param policy with a head that scores
     * @param tokenizer of the reward model; not closed here
     */
    public RewardScorer(Policy policy, Tokenizer tokenizer) {
        if (!policy.model().config().scores()) {
            throw new UserException(
                    "the reward model has no head that scores; make one with stage rm, or name a folder of LlamaForSequenceClassification with one label");
        }
        this.policy = policy;
        this.template = new ChatTemplate(tokenizer);
    }

    /**
     * The scores of answers to one prompt.
     *
     * @param prompt the conversation up to the answer
     * @throws UserException if prompt and answer have more tokens than the model has positions
     */
    public double[] scores(List<Message> prompt, List<String> answers) {
        return answers.isEmpty()
                ? new double[0]
                : scores(BatchBuilder.ofRankings(List.of(tokens(prompt, answers))));
    }

    /** The scores of answers to several prompts, which run through the model a few at a time. */
    @Override
    public List<double[]> rewards(List<Answered> all) {
        List<RankedExample> examples =
                all.stream().map(one -> tokens(one.prompt().messages(), one.answers())).toList();
        double[] scores =
                new BoundedBatches<>(
                                RankedExample::numTokens, BatchBuilder::ofRankings, MOST_TOKENS)
                        .of(examples).stream()
                                .flatMapToDouble(batch -> Arrays.stream(scores(batch)))
                                .toArray();
        List<double[]> byPrompt = new ArrayList<>();
        int from = 0;
        for (Answered one : all) {
            int to = from + one.answers().size();
            byPrompt.add(Arrays.copyOfRange(scores, from, to));
            from = to;
        }
        return byPrompt;
    }

    private RankedExample tokens(List<Message> prompt, List<String> answers) {
        int[] ids = template.prompt(prompt);
        int room = policy.model().config().maxPositionEmbeddings() - ids.length;
        List<int[]> tokens = new ArrayList<>();
        for (String answer : answers) {
            int[] own = template.continuation(List.of(new Message("assistant", answer)));
            if (own.length > room) {
                throw new UserException(
                        "the reward model has %d positions; a prompt of %d tokens and an answer of %d do not fit. Lower max_new_tokens, or take a reward model with more"
                                .formatted(room + ids.length, ids.length, own.length));
            }
            tokens.add(own);
        }
        return new RankedExample(ids, tokens, ORIGIN);
    }

    private double[] scores(Batch batch) {
        float[] scores = Forward.outputs(policy, batch);
        double[] exact = new double[scores.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = scores[i];
        }
        return exact;
    }
}
