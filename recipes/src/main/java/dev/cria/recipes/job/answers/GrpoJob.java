package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.examples.PromptExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.PromptRows;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.job.tune.TunedPolicy;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.loss.GroupObjective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.rollout.Answering;
import dev.cria.trainer.rollout.Rollout;
import dev.cria.trainer.rollout.RolloutPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stage {@code grpo}: learns from its own answers to prompts, by what they are worth. */
public final class GrpoJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context);
                OpenPolicy opened = TunedPolicy.open(engine, context);
                OpenPolicy reference = reference(engine, context)) {
            Tokenizer tokenizer = opened.fitting(loading.get());
            List<PromptExample> prompts = prompts(stage, "datasets", tokenizer);
            List<PromptExample> heldout = prompts(stage, "heldout", tokenizer);
            if (prompts.isEmpty()) {
                throw new UserException("data.datasets: there is not one prompt to answer");
            }
            Answering answering =
                    new Answering(
                            opened.policy(),
                            tokenizer,
                            new ChatTemplate(tokenizer).endOfTurn(),
                            stage.integer("num_generations"),
                            stage.integer("max_new_tokens"),
                            Sampling.at(stage.number("temperature")),
                            Rewards.of(stage),
                            TrainingSeeds.of(context.recipe(), stage, "answers"),
                            context.attempt().pulse()::beat);
            RolloutLog log = new RolloutLog(context, tokenizer);
            RolloutPlan plan =
                    new RolloutPlan(
                            prompts,
                            order(context, prompts.size()),
                            sizes(stage, prompts.size()),
                            answering,
                            reference(opened, reference, stage),
                            stage.flag("scale_rewards"),
                            log::take);
            Watch watch = Watch.of(stage, opened.policy(), tokenizer, List.of());
            measure("held-out reward before", answering, heldout, facts);
            new TrainingRun(
                            context,
                            opened.policy(),
                            log.with(new GroupObjective(settings(stage), plan.groups())),
                            watch)
                    .over(plan, facts);
            measure("held-out reward after", answering, heldout, facts);
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }

    /** Greedy answers, so that the two measurements differ by the weights alone. */
    private static void measure(
            String name,
            Answering answering,
            List<PromptExample> prompts,
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

    private static GroupObjective.Settings settings(Stage stage) {
        return new GroupObjective.Settings(
                stage.number("clip_low"),
                stage.number("clip_high"),
                stage.number("kl_coef"),
                GroupObjective.Mean.valueOf(stage.text("loss_mean").toUpperCase(Locale.ROOT)),
                stage.integer("max_new_tokens"));
    }

    private static RolloutPlan.Sizes sizes(Stage stage, int prompts) {
        int perBatch = stage.integer("per_device_train_batch_size");
        int batches = stage.integer("gradient_accumulation_steps");
        long steps = stage.integer("max_steps");
        if (steps == 0) {
            double rows = stage.number("num_train_epochs") * prompts;
            steps = Math.max(1, (long) Math.ceil(rows / ((double) perBatch * batches)));
        }
        return new RolloutPlan.Sizes(perBatch, batches, steps);
    }

    private static DataOrder order(StageContext context, int prompts) {
        return context.stage().flag("shuffle")
                ? DataOrder.shuffled(
                        prompts, TrainingSeeds.of(context.recipe(), context.stage(), "order"))
                : DataOrder.sequential(prompts);
    }

    private static List<PromptExample> prompts(Stage stage, String key, Tokenizer tokenizer) {
        return PromptRows.of(stage, key, tokenizer).stream()
                .map(PromptConversation::prompt)
                .toList();
    }

    /**
     * A second model where the reference is one; null where it is the policy without its adapter.
     */
    private static OpenPolicy reference(Engine engine, StageContext context) {
        Stage stage = context.stage();
        boolean none = stage.number("kl_coef") == 0;
        if (none || stage.text("ref_model").equals("base_without_adapter") || startsAsBase(stage)) {
            return null;
        }
        List<Path> adapters = stage.paths("adapter_name_or_path");
        Adapters start = adapters.isEmpty() ? Adapters.NONE : Adapters.inTurn(adapters);
        String given = stage.text("ref_model");
        return given.equals("start")
                ? OpenPolicy.open(engine, stage.path("model_name_or_path"), start)
                : OpenPolicy.open(engine, Path.of(given), Adapters.NONE);
    }

    /** A new adapter begins as nothing: without it, its base is where the stage starts. */
    private static boolean startsAsBase(Stage stage) {
        return stage.text("ref_model").equals("start")
                && stage.text("finetuning_type").equals("lora")
                && (stage.paths("adapter_name_or_path").isEmpty()
                        || stage.flag("create_new_adapter"));
    }

    private static Policy reference(OpenPolicy opened, OpenPolicy other, Stage stage) {
        if (stage.number("kl_coef") == 0) {
            return null;
        }
        return other == null ? new Policy(opened.model(), null) : other.policy();
    }

    /** What answers of a step were worth, on average, and how they ended. */
    static Map<String, Double> figures(List<Rollout> rollouts) {
        double reward = 0;
        double tokens = 0;
        double finished = 0;
        double answers = 0;
        double tied = 0;
        for (Rollout rollout : rollouts) {
            boolean same = true;
            for (int i = 0; i < rollout.rewards().length; i++) {
                reward += rollout.rewards()[i];
                tokens += rollout.answers().get(i).length;
                finished += rollout.finished()[i] ? 1 : 0;
                answers++;
                same &= rollout.rewards()[i] == rollout.rewards()[0];
            }
            tied += same ? 1 : 0;
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("reward", reward / answers);
        figures.put("answer_tokens", tokens / answers);
        figures.put("finished", finished / answers);
        figures.put("groups_alike", tied / rollouts.size());
        return figures;
    }
}
