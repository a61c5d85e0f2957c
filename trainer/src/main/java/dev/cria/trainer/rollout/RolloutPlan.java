package dev.cria.trainer.rollout;

import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.chat.PromptConversation;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.optim.Resumable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Batches of answers that the policy gives when they are asked for. Those of a round are a function
 * of the round and of the policy's weights before it; where steps of a round are still to come, its
 * answers and what was said of them are part of a checkpoint, because these weights are gone.
 *
 * @param <L> what is learnt of the answers to a prompt
 */
public final class RolloutPlan<L> implements BatchPlan, Resumable {

    private final List<PromptConversation> prompts;
    private final DataOrder order;
    private final Rounds rounds;
    private final Answering answering;
    private final Witnesses witnesses;
    private final Lessons<L> lessons;
    private final Consumer<Round> heard;
    private final Map<String, L> byOrigin = new HashMap<>();
    private long held = -1;
    private List<Experience> experiences = List.of();
    private boolean moreToLearn;
    private long made;
    private List<Batch> batches = List.of();

    /**
     * The answers of a round.
     *
     * @param step the first that learns from them
     * @param isNew whether they have just been drawn; otherwise they come from a checkpoint
     */
    public record Round(long step, List<Rollout> rollouts, boolean isNew) {}

    /**
     * @param witnesses say what is needed of the tokens of answers
     * @param heard is told of the answers of each round
     */
    public RolloutPlan(
            List<PromptConversation> prompts,
            DataOrder order,
            Rounds rounds,
            Answering answering,
            Witnesses witnesses,
            Lessons<L> lessons,
            Consumer<Round> heard) {
        this.prompts = prompts;
        this.order = order;
        this.rounds = rounds;
        this.answering = answering;
        this.witnesses = witnesses;
        this.lessons = lessons;
        this.heard = heard;
    }

    /** What is to be learnt in the round of the step whose batches were asked for last. */
    public Map<String, L> lessons() {
        return Collections.unmodifiableMap(byOrigin);
    }

    @Override
    public boolean isOnPolicy() {
        return true;
    }

    @Override
    public long totalSteps() {
        return rounds.totalSteps();
    }

    @Override
    public List<Batch> batches(long step) {
        if (step != made) {
            if (rounds.round(step) != held) {
                draw(rounds.round(step));
            }
            batches = batchesOf(step);
            made = step;
            moreToLearn = !rounds.endsRound(step);
        }
        return batches;
    }

    private void draw(long round) {
        List<PromptConversation> asked = asked(round);
        List<Rollout> rollouts = answering.answer(asked, rounds.firstStep(round));
        heard.accept(new Round(rounds.firstStep(round), rollouts, true));
        take(round, witnesses.hear(rollouts, rounds.promptsPerBatch()));
    }

    private List<PromptConversation> asked(long round) {
        int count = rounds.promptsPerRound();
        List<PromptConversation> asked = new ArrayList<>();
        for (int example : order.examples(round * count, count)) {
            asked.add(prompts.get(example));
        }
        return asked;
    }

    private void take(long round, List<Experience> taken) {
        held = round;
        experiences = taken;
        byOrigin.clear();
        List<L> all = lessons.of(experiences);
        for (int i = 0; i < all.size(); i++) {
            byOrigin.put(Witnesses.origin(experiences.get(i).rollout(), i), all.get(i));
        }
    }

    private List<Batch> batchesOf(long step) {
        int[] chosen = rounds.prompts(step);
        List<Batch> cut = new ArrayList<>();
        for (int from = 0; from < chosen.length; from += rounds.promptsPerBatch()) {
            List<Rollout> rollouts = new ArrayList<>();
            int[] places = new int[rounds.promptsPerBatch()];
            for (int i = 0; i < places.length; i++) {
                places[i] = chosen[from + i];
                rollouts.add(experiences.get(places[i]).rollout());
            }
            cut.add(Witnesses.batch(rollouts, places));
        }
        return cut;
    }

    @Override
    public List<TensorData> state() {
        return moreToLearn
                ? ExperienceTensors.of(held, experiences)
                : ExperienceTensors.of(-1, List.of());
    }

    /** A checkpoint of before there was a round that takes several steps has none. */
    @Override
    public boolean startsAnywhere() {
        return true;
    }

    @Override
    public void restore(TensorSource source) {
        made = 0;
        held = ExperienceTensors.round(source);
        experiences = List.of();
        moreToLearn = held >= 0;
        if (moreToLearn) {
            take(held, ExperienceTensors.read(source, asked(held)));
            heard.accept(
                    new Round(
                            rounds.firstStep(held),
                            experiences.stream().map(Experience::rollout).toList(),
                            false));
        }
    }
}
