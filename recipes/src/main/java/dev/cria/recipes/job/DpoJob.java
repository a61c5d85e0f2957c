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
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stage {@code dpo}: preference optimisation against the starting point of the stage. */
final class DpoJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context);
                OpenPolicy opened = TunedPolicy.open(engine, context)) {
            Tokenizer tokenizer = opened.fitting(loading.get());
            StageData datasets = new StageData(context, tokenizer, facts);
            TrainingData<PreferenceExample> data = datasets.pairs();
            new DataRecord(context).requireSame(datasets.made());
            List<PreferenceExample> pairs = data.rows();
            List<PreferenceExample> heldout = datasets.heldoutPairs();
            List<PreferenceExample> all = JoinedList.of(List.of(pairs, heldout));
            DirectPreference objective =
                    new DirectPreference(
                            new DirectPreference.Settings(
                                    stage.number("beta"),
                                    stage.number("nll_coef"),
                                    stage.number("label_smoothing")),
                            ReferenceLogProbs.compute(opened.policy(), batches(stage, all)));
            Watch watch = Watch.of(stage, opened.policy(), tokenizer, objective, heldout);
            new TrainingRun(context, opened.policy(), objective, watch)
                    .over(data.plan(context, facts), facts);
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

    /** Batches that are built when they are run. */
    private static List<Batch> batches(Stage stage, List<PreferenceExample> pairs) {
        int size = stage.integer("per_device_train_batch_size");
        return new AbstractList<>() {
            @Override
            public Batch get(int index) {
                int to = Math.min(pairs.size(), (index + 1) * size);
                return BatchBuilder.ofPairs(pairs.subList(index * size, to));
            }

            @Override
            public int size() {
                return (pairs.size() + size - 1) / size;
            }
        };
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
