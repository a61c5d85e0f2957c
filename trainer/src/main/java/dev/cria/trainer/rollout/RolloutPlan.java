package dev.cria.trainer.rollout;

import dev.cria.data.batch.AnswerGroup;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.examples.PromptExample;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.loss.GroupObjective.Group;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Batches of answers that the policy gives when they are asked for: those of a step are a function
 * of the step and of the policy's weights, so that a step that is run again after a resume has the
 * same ones.
 */
public final class RolloutPlan implements BatchPlan {

    private final List<PromptExample> prompts;
    private final DataOrder order;
    private final Sizes sizes;
    private final Answering answering;
    private final Policy reference;
    private final boolean scaled;
    private final Consumer<Step> heard;
    private final Map<String, Group> groups = new HashMap<>();
    private long made;
    private List<Batch> batches = List.of();

    /**
     * @param promptsPerBatch prompts whose answers run through the model together
     * @param batchesPerStep how many such batches a step has
     */
    public record Sizes(int promptsPerBatch, int batchesPerStep, long totalSteps) {}

    /** What was answered in a step. */
    public record Step(long number, List<Rollout> rollouts) {}

    /**
     * @param reference which the policy is not to leave; null for none
     * @param scaled whether advantages are divided by their group's deviation
     * @param heard is told of the answers of each step
     */
    public RolloutPlan(
            List<PromptExample> prompts,
            DataOrder order,
            Sizes sizes,
            Answering answering,
            Policy reference,
            boolean scaled,
            Consumer<Step> heard) {
        this.prompts = prompts;
        this.order = order;
        this.sizes = sizes;
        this.answering = answering;
        this.reference = reference;
        this.scaled = scaled;
        this.heard = heard;
    }

    /** What is known of the answers of the step whose batches were asked for last. */
    public Map<String, Group> groups() {
        return groups;
    }

    @Override
    public boolean isOnPolicy() {
        return true;
    }

    @Override
    public long totalSteps() {
        return sizes.totalSteps();
    }

    @Override
    public List<Batch> batches(long step) {
        if (step != made) {
            batches = make(step);
            made = step;
        }
        return batches;
    }

    private List<Batch> make(long step) {
        int perStep = sizes.promptsPerBatch() * sizes.batchesPerStep();
        List<PromptExample> asked = new ArrayList<>();
        for (int example : order.examples((step - 1) * perStep, perStep)) {
            asked.add(prompts.get(example));
        }
        List<Rollout> rollouts = answering.answer(asked, step);
        heard.accept(new Step(step, rollouts));
        groups.clear();
        List<Batch> made = new ArrayList<>();
        for (int from = 0; from < perStep; from += sizes.promptsPerBatch()) {
            made.add(batch(rollouts.subList(from, from + sizes.promptsPerBatch()), from));
        }
        return made;
    }

    private Batch batch(List<Rollout> rollouts, int from) {
        List<AnswerGroup> all = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            Rollout rollout = rollouts.get(i);
            // A prompt may come twice in a step, at the end of one round and in the next.
            String origin = rollout.prompt().origin() + " (" + (from + i + 1) + ")";
            all.add(new AnswerGroup(rollout.prompt().ids(), rollout.answers(), origin));
        }
        Batch batch = BatchBuilder.ofGroups(all);
        float[] ofReference = reference == null ? null : Forward.logProbs(reference, batch);
        int token = 0;
        for (int i = 0; i < rollouts.size(); i++) {
            int tokens = rollouts.get(i).answers().stream().mapToInt(a -> a.length).sum();
            float[] own =
                    ofReference == null
                            ? null
                            : java.util.Arrays.copyOfRange(ofReference, token, token + tokens);
            groups.put(
                    all.get(i).origin(), new Group(rollouts.get(i).advantages(scaled), null, own));
            token += tokens;
        }
        return batch;
    }
}
