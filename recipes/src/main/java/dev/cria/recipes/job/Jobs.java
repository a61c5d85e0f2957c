package dev.cria.recipes.job;

import dev.cria.recipes.run.Job;
import java.util.Map;

/** What does the work of each type of stage. */
public final class Jobs {

    private Jobs() {}

    /** The jobs by the type of stage. */
    public static Map<String, Job> all() {
        return Map.of(
                "curate", new CurateJob(),
                "tokenizer", new TokenizerJob(),
                "mix", new MixJob(),
                "pretrain", new PretrainJob(),
                "sft", new SftJob(),
                "dpo", new DpoJob(),
                "grpo", new GrpoJob(),
                "merge", new MergeJob(),
                "export", new ExportJob(),
                "generate", new GenerateJob());
    }
}
