package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.PromptRows;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.job.tune.TunedPolicy;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.ValueHead;
import dev.cria.trainer.rollout.Answering;
import dev.cria.trainer.rollout.Lessons;
import dev.cria.trainer.rollout.RolloutPlan;
import dev.cria.trainer.rollout.Rounds;
import dev.cria.trainer.rollout.Witnesses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What stages have in common in which the model in training answers prompts, has its answers
 * judged, and learns from them.
 *
 * @param <L> what is learnt of the answers to a prompt
 */
record OwnAnswers<L>(StageContext context, Learning<L> learning) {

    /**
     * What sets such stages apart.
     *
     * @param stepsPerPass optimizer steps into which the answers of a round are cut
     * @param passes how often a round is gone through
     * @param shuffles whether each time in another order
     * @param objective over lessons by their origins
     */
    record Learning<L>(
            int stepsPerPass,
            int passes,
            boolean shuffles,
            Lessons<L> lessons,
            Function<Map<String, L>, Objective> objective) {}

    /**
     * @param values makes a value head for the model; null where there is to be none
     */
    JobResult run(Function<LlamaModel, ValueHead> values) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context);
                OpenPolicy opened = TunedPolicy.open(engine, context);
                FrozenStart reference = FrozenStart.of(engine, opened, stage);
                RewardModel rewarding = RewardModel.of(engine, stage);
                ValueHead valueHead = values.apply(opened.model())) {
            Tokenizer tokenizer = opened.fitting(loading.get());
            List<PromptConversation> prompts = PromptRows.of(stage, "datasets", tokenizer);
            List<PromptConversation> heldout = PromptRows.of(stage, "heldout", tokenizer);
            if (prompts.isEmpty()) {
                throw new UserException("data.datasets: there is not one prompt to answer");
            }
            Answering answering = answering(opened, tokenizer, rewarding);
            Rounds rounds = rounds(prompts.size());
            Policy policy = valueHead == null ? opened.policy() : opened.policy().valued(valueHead);
            RolloutLog log = new RolloutLog(context, tokenizer);
            RolloutPlan<L> plan =
                    new RolloutPlan<>(
                            prompts,
                            order(prompts.size()),
                            rounds,
                            answering,
                            witnesses(policy, reference, rounds),
                            learning.lessons(),
                            log::take);
            Watch watch = Watch.of(stage, opened.policy(), tokenizer, List.of());
            measure("held-out reward before", answering, heldout, facts);
            new TrainingRun(
                            context,
                            policy,
                            log.with(learning.objective().apply(plan.lessons())),
                            watch)
                    .over(plan, facts);
            measure("held-out reward after", answering, heldout, facts);
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }

    private Answering answering(OpenPolicy opened, Tokenizer tokenizer, RewardModel rewarding) {
        Stage stage = context.stage();
        return new Answering(
                opened.policy(),
                tokenizer,
                new ChatTemplate(tokenizer).endOfTurn(),
                stage.integer("num_generations"),
                stage.integer("max_new_tokens"),
                Sampling.at(stage.number("temperature")),
                Rewards.judge(stage, rewarding, context.attempt().pulse()::beat),
                TrainingSeeds.of(context.recipe(), stage, "answers"),
                context.attempt().pulse()::beat);
    }

    /** Greedy answers, so that the two measurements differ by the weights alone. */
    private static void measure(
            String name,
            Answering answering,
            List<PromptConversation> prompts,
            Map<String, String> facts) {
        if (!prompts.isEmpty()) {
            double mean =
                    answering.greedy().answer(prompts, 0).stream()
                            .mapToDouble(rollout -> rollout.rewards()[0])
                            .average()
                            .orElseThrow();
            facts.put(name, TrainingRun.number(mean) + " of " + prompts.size() + " prompts");
        }
    }

    /** What the policy said when answers were drawn is needed where it changes meanwhile. */
    private static Witnesses witnesses(Policy policy, FrozenStart reference, Rounds rounds) {
        boolean asks = rounds.reuses() || policy.valueHead() != null;
        return new Witnesses(asks ? policy : null, reference.policy());
    }

    private Rounds rounds(int prompts) {
        Stage stage = context.stage();
        int perBatch = stage.integer("per_device_train_batch_size");
        int batches = stage.integer("gradient_accumulation_steps");
        long steps = stage.integer("max_steps");
        if (steps == 0) {
            double perRound = (double) perBatch * batches * learning.stepsPerPass();
            double rows = stage.number("num_train_epochs") * prompts;
            long rounds = Math.max(1, (long) Math.ceil(rows / perRound));
            steps = rounds * learning.stepsPerPass() * learning.passes();
        }
        long seed =
                learning.shuffles()
                        ? TrainingSeeds.of(context.recipe(), stage, "passes")
                        : Rounds.IN_ORDER;
        return new Rounds(
                perBatch, batches, learning.stepsPerPass(), learning.passes(), steps, seed);
    }

    private DataOrder order(int prompts) {
        return context.stage().flag("shuffle")
                ? DataOrder.shuffled(
                        prompts, TrainingSeeds.of(context.recipe(), context.stage(), "order"))
                : DataOrder.sequential(prompts);
    }
}
