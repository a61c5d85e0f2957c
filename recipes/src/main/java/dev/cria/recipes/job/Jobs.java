package dev.cria.recipes.job;

import dev.cria.recipes.job.answers.GrpoJob;
import dev.cria.recipes.job.answers.PpoJob;
import dev.cria.recipes.job.answers.RejectionJob;
import dev.cria.recipes.job.answers.SynthesizeJob;
import dev.cria.recipes.job.corpus.CurateJob;
import dev.cria.recipes.job.corpus.MixJob;
import dev.cria.recipes.job.corpus.TokenizerJob;
import dev.cria.recipes.job.export.ExportJob;
import dev.cria.recipes.job.tune.DistillJob;
import dev.cria.recipes.job.tune.DpoJob;
import dev.cria.recipes.job.tune.PretrainJob;
import dev.cria.recipes.job.tune.RewardJob;
import dev.cria.recipes.job.tune.SftJob;
import dev.cria.recipes.run.Job;
import java.util.Map;

/** What does the work of each type of stage. */
public final class Jobs {

    private Jobs() {}

    /** The jobs by the type of stage. */
    public static Map<String, Job> all() {
        return Map.ofEntries(
                Map.entry("curate", new CurateJob()),
                Map.entry("tokenizer", new TokenizerJob()),
                Map.entry("mix", new MixJob()),
                Map.entry("pretrain", new PretrainJob()),
                Map.entry("sft", new SftJob()),
                Map.entry("dpo", new DpoJob()),
                Map.entry("grpo", new GrpoJob()),
                Map.entry("ppo", new PpoJob()),
                Map.entry("rm", new RewardJob()),
                Map.entry("distill", new DistillJob()),
                Map.entry("rejection_sampling", new RejectionJob()),
                Map.entry("eval", new EvalJob()),
                Map.entry("synthesize", new SynthesizeJob()),
                Map.entry("merge", new MergeJob()),
                Map.entry("export", new ExportJob()),
                Map.entry("generate", new GenerateJob()));
    }
}
