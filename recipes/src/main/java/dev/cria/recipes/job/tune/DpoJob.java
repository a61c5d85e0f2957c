package dev.cria.recipes.job.tune;

import dev.cria.data.batch.Batch;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.JoinedList;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.DataRecord;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.KtoObjective;
import dev.cria.trainer.loss.PairLoss;
import dev.cria.trainer.loss.PairLosses;
import dev.cria.trainer.loss.PreferenceObjective;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stage {@code dpo}: preference optimisation, most losses of which compare with a reference. */
public final class DpoJob implements Job {

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
            Objective objective =
                    objective(
                            stage,
                            datasets.good(),
                            new References(context, opened)
                                    .of(batches(stage, datasets, all), facts));
            Watch watch =
                    Watch.of(
                            stage,
                            opened.policy(),
                            tokenizer,
                            objective,
                            heldout,
                            datasets::batchOfPairs);
            new TrainingRun(context, opened.policy(), objective, watch)
                    .over(data.plan(context, facts), facts);
            if (objective instanceof PreferenceObjective) {
                compare("", opened, objective, batches(stage, datasets, pairs), facts);
                if (!heldout.isEmpty()) {
                    compare(
                            "held-out ",
                            opened,
                            objective,
                            batches(stage, datasets, heldout),
                            facts);
                }
            }
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }

    private static Objective objective(Stage stage, Set<String> good, ReferenceLogProbs reference) {
        double beta = stage.number("beta");
        double smoothing = stage.number("label_smoothing");
        double nllCoef = stage.number("nll_coef");
        PairLoss loss =
                switch (stage.text("loss")) {
                    case "sigmoid" -> PairLosses.sigmoid(beta, smoothing);
                    case "sigmoid_norm" -> PairLosses.sigmoidNorm(beta, smoothing);
                    case "ipo" -> PairLosses.ipo(beta);
                    case "hinge" -> PairLosses.hinge(beta);
                    case "simpo" -> PairLosses.simpo(beta, stage.number("simpo_gamma"), smoothing);
                    case "orpo" -> {
                        nllCoef = 1;
                        yield PairLosses.orpo(beta);
                    }
                    default -> null;
                };
        return loss == null
                ? new KtoObjective(
                        new KtoObjective.Settings(
                                beta,
                                stage.number("desirable_weight"),
                                stage.number("undesirable_weight")),
                        good,
                        reference)
                : new PreferenceObjective(loss, nllCoef, reference);
    }

    /** Batches that are built when they are run. */
    private static List<Batch> batches(
            Stage stage, StageData datasets, List<PreferenceExample> pairs) {
        int size = stage.integer("per_device_train_batch_size");
        return new AbstractList<>() {
            @Override
            public Batch get(int index) {
                int to = Math.min(pairs.size(), (index + 1) * size);
                return datasets.batchOfPairs(pairs.subList(index * size, to));
            }

            @Override
            public int size() {
                return (pairs.size() + size - 1) / size;
            }
        };
    }

    /** Adds how many pairs are told apart, and by how much. */
    private static void compare(
            String which,
            OpenPolicy opened,
            Objective objective,
            List<Batch> batches,
            Map<String, String> facts) {
        StepTotals totals = StepTotals.of(batches);
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Batch batch : batches) {
            float[] logProbs = Forward.logProbs(opened.policy(), batch);
            objective
                    .shares(batch, totals, logProbs)
                    .forEach((name, share) -> sums.merge(name, share, Double::sum));
        }
        facts.put(which + "reward accuracy", TrainingRun.number(sums.get("reward_accuracy")));
        facts.put(which + "reward margin", TrainingRun.number(sums.get("reward_margin")));
    }
}
