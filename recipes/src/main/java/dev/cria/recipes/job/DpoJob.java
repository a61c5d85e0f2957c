package dev.cria.recipes.job;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.DirectPreference;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.StepTotals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stage {@code dpo}: preference optimisation against the starting point of the stage. */
final class DpoJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = TunedPolicy.open(engine, context);
                Tokenizer tokenizer = opened.tokenizer()) {
            StageData datasets = new StageData(context, tokenizer);
            List<PreferenceExample> pairs = datasets.pairs(facts);
            List<PreferenceExample> heldout = datasets.heldoutPairs();
            List<PreferenceExample> all = new ArrayList<>(pairs);
            all.addAll(heldout);
            DirectPreference objective =
                    new DirectPreference(
                            new DirectPreference.Settings(
                                    stage.number("beta"),
                                    stage.number("nll_coef"),
                                    stage.number("label_smoothing")),
                            ReferenceLogProbs.compute(opened.policy(), batches(stage, all)));
            Watch watch = Watch.of(stage, opened.policy(), tokenizer, objective, heldout);
            new TrainingRun(context, opened.policy(), objective, watch)
                    .over(pairs, BatchBuilder::ofPairs, facts);
            facts.put("reward accuracy", accuracy(opened, objective, batches(stage, pairs)));
            if (!heldout.isEmpty()) {
                facts.put(
                        "held-out reward accuracy",
                        accuracy(opened, objective, batches(stage, heldout)));
            }
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }

    private static List<Batch> batches(Stage stage, List<PreferenceExample> pairs) {
        int size = stage.integer("per_device_train_batch_size");
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += size) {
            batches.add(BatchBuilder.ofPairs(pairs.subList(i, Math.min(pairs.size(), i + size))));
        }
        return batches;
    }

    private static String accuracy(
            OpenPolicy opened, DirectPreference objective, List<Batch> batches) {
        StepTotals totals = StepTotals.of(batches);
        double accuracy = 0;
        for (Batch batch : batches) {
            float[] logProbs = Forward.logProbs(opened.policy(), batch);
            accuracy += objective.shares(batch, totals, logProbs).get("reward_accuracy");
        }
        return TrainingRun.number(accuracy);
    }
}
