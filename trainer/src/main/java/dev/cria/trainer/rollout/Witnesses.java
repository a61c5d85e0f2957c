package dev.cria.trainer.rollout;

import dev.cria.data.batch.AnswerGroup;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who says something of the tokens of answers before anything is learnt from them.
 *
 * @param policy that gave them, for their log-probabilities and, where it has a value head, their
 *     values; null where neither is needed
 * @param reference which the policy is not to leave; null for none
 */
public record Witnesses(Policy policy, Policy reference) {

    /** What is said, a batch of prompts at a time. */
    List<Experience> hear(List<Rollout> rollouts, int promptsPerBatch) {
        List<Experience> heard = new ArrayList<>();
        for (int from = 0; from < rollouts.size(); from += promptsPerBatch) {
            int to = Math.min(rollouts.size(), from + promptsPerBatch);
            List<Rollout> own = rollouts.subList(from, to);
            heard.addAll(hear(own, batch(own, IntStream.range(from, to).toArray())));
        }
        return heard;
    }

    private List<Experience> hear(List<Rollout> rollouts, Batch batch) {
        int tokens = batch.numTargets();
        float[] own = policy == null ? null : Forward.outputs(policy, batch);
        float[] theirs = reference == null ? null : Forward.logProbs(reference, batch);
        boolean valued = policy != null && policy.valueHead() != null;
        List<Experience> heard = new ArrayList<>();
        int from = 0;
        for (Rollout rollout : rollouts) {
            int to = from + rollout.numTokens();
            heard.add(
                    new Experience(
                            rollout,
                            part(own, from, to),
                            part(theirs, from, to),
                            valued ? part(own, tokens + from, tokens + to) : null));
            from = to;
        }
        return heard;
    }

    private static float[] part(float[] all, int from, int to) {
        return all == null ? null : Arrays.copyOfRange(all, from, to);
    }

    /**
     * The batch of answers to some prompts.
     *
     * @param places of the prompts in their round
     */
    static Batch batch(List<Rollout> rollouts, int[] places) {
        List<AnswerGroup> groups = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Rollout rollout = rollouts.get(i);
            groups.add(
                    new AnswerGroup(
                            rollout.prompt().ids(), rollout.answers(), origin(rollout, places[i])));
        }
        return BatchBuilder.ofGroups(groups);
    }

    /** A prompt may come twice in a round, at the end of an epoch and in the next. */
    static String origin(Rollout rollout, int place) {
        return rollout.prompt().origin() + " (" + (place + 1) + ")";
    }
}
