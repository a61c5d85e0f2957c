package dev.cria.recipes.job.tune;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.FormatFiles;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.export.Exporter;
import dev.cria.recipes.job.export.FileSizes;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.BaseWeights;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.adapt.FreezeTuning;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Opens what sft, dpo and rm train, and writes what comes of it. */
public final class TunedPolicy {

    private TunedPolicy() {}

    /** What a stage trains; says how quantising gets on, and ends where the user asks to stop. */
    public static OpenPolicy open(Engine engine, StageContext context) {
        return open(
                engine,
                context.recipe(),
                context.stage(),
                (done, total) -> {
                    context.stopIfAsked();
                    context.progress().at(done, total, "weights quantised");
                });
    }

    /**
     * The model with what is trained of it or on it, by {@code finetuning_type}: all weights, those
     * of some layers, or an adapter, a new one or the one to continue.
     */
    public static OpenPolicy open(
            Engine engine, Recipe recipe, Stage stage, FrozenWeights.Progress progress) {
        OpenPolicy opened =
                switch (stage.text("finetuning_type")) {
                    case "full" -> full(engine, recipe, stage);
                    case "freeze" -> freeze(engine, recipe, stage, progress);
                    default -> lora(engine, recipe, stage, progress);
                };
        return opened.with(StageTemplate.of(stage));
    }

    private static OpenPolicy full(Engine engine, Recipe recipe, Stage stage) {
        Path folder = stage.path("model_name_or_path");
        OptionalLong scoreSeed = scoreSeed(recipe, stage);
        if (scoreSeed.isPresent()) {
            return new OpenPolicy(
                    folder, Policy.of(ModelLoader.scoring(engine, folder, scoreSeed.getAsLong())));
        }
        OpenPolicy.requireTexts(folder, Adapters.NONE);
        return new OpenPolicy(folder, Policy.of(ModelLoader.load(engine, folder)));
    }

    /** Of a stage that makes a reward model. */
    private static OptionalLong scoreSeed(Recipe recipe, Stage stage) {
        return stage.type().equals("rm")
                ? OptionalLong.of(TrainingSeeds.of(recipe, stage, "score"))
                : OptionalLong.empty();
    }

    private static OpenPolicy freeze(
            Engine engine, Recipe recipe, Stage stage, FrozenWeights.Progress progress) {
        Path folder = stage.path("model_name_or_path");
        FreezeTuning tuning =
                new FreezeTuning(
                        stage.integer("freeze_trainable_layers"),
                        stage.texts("freeze_trainable_modules"),
                        stage.texts("freeze_extra_modules"));
        OptionalLong scoreSeed = scoreSeed(recipe, stage);
        LlamaConfig config = OpenPolicy.config(folder);
        Set<String> unfrozen = tuning.unfrozen(scoreSeed.isPresent() ? config.scoring() : config);
        return OpenPolicy.open(
                engine,
                folder,
                Adapters.NONE,
                BaseWeights.of(recipe, stage, unfrozen::contains, progress),
                scoreSeed,
                (model, none) -> Policy.of(model, unfrozen));
    }

    private static OpenPolicy lora(
            Engine engine, Recipe recipe, Stage stage, FrozenWeights.Progress progress) {
        Path folder = stage.path("model_name_or_path");
        long dropout = TrainingSeeds.of(recipe, stage, "dropout");
        long seed = TrainingSeeds.of(recipe, stage, "adapter");
        List<Path> given = stage.paths("adapter_name_or_path");
        boolean creates = given.isEmpty() || stage.flag("create_new_adapter");
        Adapters adapters = creates ? Adapters.mergedInTurn(given) : Adapters.inTurn(given);
        return OpenPolicy.open(
                engine,
                folder,
                adapters,
                BaseWeights.of(recipe, stage, name -> false, progress),
                scoreSeed(recipe, stage),
                (model, adapter) ->
                        Policy.of(
                                model,
                                creates
                                        ? LoraAdapter.create(model, config(stage, folder), seed)
                                        : adapter,
                                dropout));
    }

    private static LoraConfig config(Stage stage, Path folder) {
        List<String> targets = stage.texts("lora_target");
        boolean all = targets.contains("all") || targets.contains("all-linear");
        return new LoraConfig(
                stage.integer("lora_rank"),
                stage.number("lora_alpha"),
                stage.number("lora_dropout"),
                all ? LoraConfig.ALL_TARGETS : targets,
                stage.flag("use_rslora"),
                folder.toString(),
                stage.flag("use_dora"),
                stage.integers("layers_to_transform"),
                stage.texts("modules_to_save"),
                stage.flag("ensure_weight_tying"));
    }

    /** Begins to open the tokenizer of the model: it takes longer than the engine and the model. */
    public static Background<Tokenizer> openTokenizer(StageContext context) {
        Stage stage = context.stage();
        Path model = stage.path("model_name_or_path");
        return Background.of("tokenizer", () -> StageTemplate.tokenizer(stage, model));
    }

    /** Writes the adapter or the model into the stage's folder. */
    public static void save(OpenPolicy opened, StageContext context, Map<String, String> facts) {
        String kind = opened.adapter() == null ? "model" : "adapter";
        Path target = context.folder().resolve(kind);
        if (!Files.exists(target)) {
            if (opened.adapter() == null) {
                ModelSaver.save(
                        opened.policy(),
                        target,
                        DType.F32,
                        Exporter.DEFAULT_SHARD,
                        OpenPolicy.companions(opened.folder()));
            } else {
                opened.adapter().save(target);
            }
        }
        ChatFormat format = opened.format();
        FormatFiles.write(format, target);
        facts.put("chat template", format.name() + ", " + format.fingerprint().substring(0, 16));
        facts.put(kind, FileSizes.describe(target));
        if (opened.policy().unties()) {
            facts.put("head", "trained apart from the embeddings, which it was one with");
        }
    }
}
