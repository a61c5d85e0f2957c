package dev.cria.recipes.job.tune;

import dev.cria.data.batch.Batch;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.DataRecord;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.Calibration;
import dev.cria.trainer.evaluate.ScoredPairs;
import dev.cria.trainer.loss.RewardObjective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stage {@code rm}: a reward model, which scores answers as people compared them. */
public final class RewardJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context);
                OpenPolicy opened = TunedPolicy.open(engine, context)) {
            StageData datasets = new StageData(context, opened.fitting(loading.get()), facts);
            TrainingData<RankedExample> data = datasets.rankings();
            new DataRecord(context).requireSame(datasets.made());
            RewardObjective objective =
                    new RewardObjective(context.stage().number("center_rewards_coefficient"));
            Watch watch =
                    Watch.ofRankings(
                            context.stage(),
                            opened.policy(),
                            objective,
                            datasets.heldoutRankings());
            new TrainingRun(context, opened.policy(), objective, watch)
                    .over(data.plan(context, facts), facts);
            heldout(opened, watch.heldout().batches(), facts);
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }

    private static void heldout(OpenPolicy opened, List<Batch> batches, Map<String, String> facts) {
        if (batches.isEmpty()) {
            return;
        }
        ScoredPairs pairs = ScoredPairs.of(opened.policy(), batches);
        Calibration calibration = Calibration.of(pairs.margins());
        facts.put(
                "held-out reward accuracy",
                TrainingRun.number(pairs.accuracy()) + " of " + pairs.margins().length + " pairs");
        facts.put(
                "held-out rewards",
                "%s better answer, %s worse"
                        .formatted(
                                TrainingRun.number(pairs.better()),
                                TrainingRun.number(pairs.worse())));
        facts.put("held-out calibration error", TrainingRun.number(calibration.error()));
        for (Calibration.Bin bin : calibration.bins()) {
            facts.put(
                    String.format(Locale.ROOT, "sure by %.1f to %.1f", bin.from(), bin.to()),
                    String.format(
                            Locale.ROOT,
                            "%d pairs, by %.3f on average, right in %.3f",
                            bin.pairs(),
                            bin.sure(),
                            bin.right()));
        }
    }
}
