package dev.cria.recipes.job.tune;

import dev.cria.data.examples.TokenizedExample;
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
import dev.cria.trainer.loss.CrossEntropy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stage {@code sft}: supervised fine-tuning on conversations. */
public final class SftJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context);
                OpenPolicy opened = TunedPolicy.open(engine, context)) {
            Tokenizer tokenizer = opened.fitting(loading.get());
            StageData datasets = new StageData(context, tokenizer, facts);
            TrainingData<List<TokenizedExample>> data = datasets.conversations();
            new DataRecord(context).requireSame(datasets.made());
            List<TokenizedExample> conversations = datasets.heldoutConversations();
            Heldout heldout = new Heldout(opened.policy(), conversations);
            Watch watch = Watch.of(context.stage(), opened.policy(), tokenizer, conversations);
            new TrainingRun(context, opened.policy(), new CrossEntropy(), watch)
                    .over(data.plan(context, facts), facts);
            heldout.after(context.stage().datasets("heldout"), facts);
            TunedPolicy.save(opened, context, facts);
        }
        return new JobResult(facts);
    }
}
