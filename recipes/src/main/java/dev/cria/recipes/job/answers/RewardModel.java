package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.reward.RewardScorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The reward model of a stage, opened. Its weights lie in the mapped files of its folder: those of
 * an adapter's base are the same memory as those of a frozen policy over the same base.
 */
record RewardModel(OpenPolicy opened, Tokenizer tokenizer, RewardScorer scorer)
        implements AutoCloseable {

    /**
     * That of a folder, or that of an adapter's folder over its base; null where the stage names
     * none.
     */
    static RewardModel of(Engine engine, Stage stage) {
        Path folder = stage.path("reward_model");
        if (folder == null) {
            return null;
        }
        OpenPolicy opened = open(engine, folder);
        Tokenizer tokenizer = null;
        try {
            tokenizer = opened.tokenizer();
            RewardScorer scorer = new RewardScorer(opened.policy(), tokenizer);
            return new RewardModel(opened, tokenizer, scorer);
        } catch (RuntimeException failure) {
            if (tokenizer != null) {
                tokenizer.close();
            }
            opened.close();
            throw failure;
        }
    }

    private static OpenPolicy open(Engine engine, Path folder) {
        if (!Files.exists(folder.resolve(PeftAdapter.CONFIG))) {
            return OpenPolicy.openAny(engine, folder, Adapters.NONE);
        }
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            Path base = Path.of(String.valueOf(adapter.config().baseModel()));
            if (!Files.isDirectory(base)) {
                throw new UserException(
                        "reward_model: %s adapts '%s', which is not there; merge it (stage export, format merged) and name that"
                                .formatted(folder, base));
            }
            return OpenPolicy.openAny(engine, base, Adapters.inTurn(List.of(folder)));
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        opened.close();
    }
}
