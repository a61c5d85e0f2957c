package dev.cria.recipes.job.answers;

import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.List;

/**
 * What a policy in training is not to leave, by {@code ref_model}.
 *
 * @param policy null where nothing pulls
 * @param own a model that was opened for it; null where it is the policy without its adapter
 */
record FrozenStart(Policy policy, OpenPolicy own) implements AutoCloseable {

    static FrozenStart of(Engine engine, OpenPolicy training, Stage stage) {
        if (stage.number("kl_coef") == 0) {
            return new FrozenStart(null, null);
        }
        String given = stage.text("ref_model");
        if (given.equals("base_without_adapter") || startsAsBase(stage)) {
            return new FrozenStart(new Policy(training.model(), null), null);
        }
        OpenPolicy other =
                given.equals("start")
                        ? OpenPolicy.open(engine, stage.path("model_name_or_path"), adapters(stage))
                        : OpenPolicy.open(engine, Path.of(given), Adapters.NONE);
        return new FrozenStart(other.policy(), other);
    }

    /** A new adapter begins as nothing: without it, its base is where the stage starts. */
    private static boolean startsAsBase(Stage stage) {
        return stage.text("ref_model").equals("start")
                && stage.text("finetuning_type").equals("lora")
                && (stage.paths("adapter_name_or_path").isEmpty()
                        || stage.flag("create_new_adapter"));
    }

    private static Adapters adapters(Stage stage) {
        List<Path> adapters = stage.paths("adapter_name_or_path");
        return adapters.isEmpty() ? Adapters.NONE : Adapters.inTurn(adapters);
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
