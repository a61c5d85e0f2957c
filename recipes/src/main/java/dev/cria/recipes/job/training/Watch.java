package dev.cria.recipes.job.training;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.SamplesLog;
import dev.cria.trainer.evaluate.BoundedBatches;
import dev.cria.trainer.evaluate.HeldoutLoss;
import dev.cria.trainer.loop.Evaluation;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.MovingAverage;
import dev.cria.trainer.loop.StepHook;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What is looked at while a stage trains, by the keys of section {@code eval}.
 *
 * @param heldout the objective on the data sets {@code heldout}; none of its batches where there
 *     are none
 * @param continuation what the policy makes of prompts; null where it only scores
 */
public record Watch(Stage stage, HeldoutLoss heldout, Continuation continuation) {

    /** Tokens that are run at a time, if the batches of training are not smaller. */
    private static final int MOST_TOKENS = 4096;

    /** Stages whose loss is that of predicting tokens. */
    private static final List<String> PREDICTING = List.of("pretrain", "sft");

    private static final String LOSS = "eval_loss";
    private static final String PERPLEXITY = "eval_perplexity";
    private static final Set<String> LOWER_IS_BETTER =
            Set.of(LOSS, PERPLEXITY, "eval_nll", "eval_kl_teacher");

    /** Of a stage that learns from texts or conversations. */
    public static Watch of(
            Stage stage, Policy policy, Tokenizer tokenizer, List<TokenizedExample> heldout) {
        return of(stage, policy, tokenizer, new CrossEntropy(), heldout);
    }

    /** The same with another loss of predicting tokens. */
    public static Watch of(
            Stage stage,
            Policy policy,
            Tokenizer tokenizer,
            Objective objective,
            List<TokenizedExample> heldout) {
        List<Batch> batches =
                new BoundedBatches<TokenizedExample>(
                                example -> example.ids().length,
                                BatchBuilder::ofExamples,
                                batchTokens(stage))
                        .of(heldout);
        HeldoutLoss loss = new HeldoutLoss(policy, objective, batches);
        return new Watch(stage, loss, continuation(stage, policy, tokenizer));
    }

    /** Of a stage that learns from preference pairs. */
    public static Watch of(
            Stage stage,
            Policy policy,
            Tokenizer tokenizer,
            Objective objective,
            List<PreferenceExample> heldout,
            Function<List<PreferenceExample>, Batch> toBatch) {
        List<Batch> batches =
                new BoundedBatches<PreferenceExample>(
                                pair ->
                                        pair.prompt().length
                                                + pair.chosen().length
                                                + pair.rejected().length,
                                toBatch,
                                batchTokens(stage))
                        .of(heldout);
        HeldoutLoss loss = new HeldoutLoss(policy, objective, batches);
        return new Watch(stage, loss, continuation(stage, policy, tokenizer));
    }

    /** Of a reward model. */
    public static Watch ofRankings(
            Stage stage, Policy policy, Objective objective, List<RankedExample> heldout) {
        List<Batch> batches =
                new BoundedBatches<>(
                                RankedExample::numTokens,
                                BatchBuilder::ofRankings,
                                batchTokens(stage))
                        .of(heldout);
        return new Watch(stage, new HeldoutLoss(policy, objective, batches), null);
    }

    /** The same, showing with each batch and token that the run lives. */
    Watch beating(Pulse pulse) {
        return new Watch(
                stage,
                new HeldoutLoss(
                        heldout.policy(),
                        new BeatingObjective(heldout.objective(), pulse),
                        heldout.batches()),
                continuation == null ? null : continuation.hearing(pulse::beat));
    }

    private static Continuation continuation(Stage stage, Policy policy, Tokenizer tokenizer) {
        boolean chat = !stage.type().equals("pretrain");
        return Continuation.greedy(policy, tokenizer, chat, stage.integer("sample_max_new_tokens"));
    }

    /** So many tokens an evaluation runs at a time: no more than a batch of training has. */
    private static int batchTokens(Stage stage) {
        long training =
                (long) stage.integer("per_device_train_batch_size") * stage.integer("max_seq_len");
        return (int) Math.min(training, MOST_TOKENS);
    }

    /** Whether anything is measured while training goes on. */
    boolean evaluates() {
        return stage.integer("eval_steps") > 0 && !heldout.batches().isEmpty();
    }

    /** Whether the stage ends with the weights of its best step. */
    boolean loadsBest() {
        return evaluates() && stage.flag("load_best_model_at_end");
    }

    /**
     * The evaluations of a run.
     *
     * @param average what is measured instead of the parameters; null for these
     * @param onBest is told of each best step before it is saved
     */
    Evaluation evaluation(MovingAverage average, LongConsumer onBest) {
        String metric = stage.text("metric_for_best_model");
        Evaluation.Settings settings =
                new Evaluation.Settings(
                        stage.integer("eval_steps"),
                        metric,
                        !LOWER_IS_BETTER.contains(metric),
                        stage.integer("early_stopping_patience"),
                        stage.number("early_stopping_threshold"),
                        stage.flag("load_best_model_at_end"));
        return new Evaluation(settings, () -> with(average, this::measure), onBest);
    }

    private Map<String, Double> measure() {
        Map<String, Double> figures = new LinkedHashMap<>(heldout.measure());
        if (PREDICTING.contains(stage.type())) {
            figures.put(PERPLEXITY, Math.exp(figures.get(LOSS)));
        }
        return figures;
    }

    /** Texts after every so many steps; none where no prompts are given. */
    List<StepHook> samples(MovingAverage average, SamplesLog log) {
        if (continuation == null) {
            return List.of();
        }
        List<String> prompts = stage.texts("sample_prompts");
        if (prompts.isEmpty() || stage.integer("eval_steps") == 0) {
            return List.of();
        }
        prompts.forEach(this::requireFits);
        List<StepHook> hooks = new ArrayList<>();
        hooks.add(new Samples(log, prompts, this::isDue, p -> with(average, () -> texts(p))));
        return hooks;
    }

    private boolean isDue(FinishedStep step) {
        return step.number() % stage.integer("eval_steps") == 0
                || step.number() == step.metrics().totalSteps();
    }

    private List<String> texts(List<String> prompts) {
        return continuation.answers(prompts, 0).stream()
                .map(answers -> answers.get(0).text())
                .toList();
    }

    /** Before training begins: what cannot be continued must not end it half way. */
    private void requireFits(String prompt) {
        int[] ids = continuation.ids(prompt);
        int limit = continuation.policy().model().config().maxPositionEmbeddings();
        if (ids.length == 0 || ids.length + continuation.maxNewTokens() > limit) {
            throw new UserException(
                    "stage %s: sample_prompts: '%s' has %d tokens; with %d new ones (sample_max_new_tokens) it must have between 1 and the model's %d positions"
                            .formatted(
                                    stage.name(),
                                    prompt,
                                    ids.length,
                                    continuation.maxNewTokens(),
                                    limit));
        }
    }

    private static <T> T with(MovingAverage average, Supplier<T> work) {
        return average == null ? work.get() : average.during(work);
    }
}
