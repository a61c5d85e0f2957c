package dev.cria.recipes.job;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens what sft and dpo train, and writes what comes of it. */
final class TunedPolicy {

    private static final List<String> ALL =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private TunedPolicy() {}

    /** The model, with a new adapter or the one to continue unless everything is trained. */
    static OpenPolicy open(Engine engine, StageContext context) {
        Stage stage = context.stage();
        Path model = stage.path("model_name_or_path");
        Path adapter = stage.path("adapter_name_or_path");
        if (stage.text("finetuning_type").equals("full")) {
            return new OpenPolicy(model, ModelLoader.load(engine, model), null);
        }
        FrozenWeights frozen = BaseWeights.of(context);
        if (adapter != null) {
            return OpenPolicy.open(engine, model, adapter, frozen);
        }
        LlamaModel opened = ModelLoader.load(engine, model, frozen);
        List<String> targets = stage.texts("lora_target");
        LoraConfig config =
                new LoraConfig(
                        stage.integer("lora_rank"),
                        stage.number("lora_alpha"),
                        0,
                        targets.contains("all") ? ALL : targets,
                        stage.flag("use_rslora"),
                        model.toString());
        long seed = TrainingSeeds.of(context.recipe(), stage, "adapter");
        LoraAdapter created = LoraAdapter.create(opened, config, seed);
        return new OpenPolicy(model, opened, created);
    }

    /** Begins to open the tokenizer of the model: it takes longer than the engine and the model. */
    static Background<Tokenizer> openTokenizer(StageContext context) {
        Path model = context.stage().path("model_name_or_path");
        return Background.of("tokenizer", () -> Tokenizers.load(model));
    }

    /** Writes the adapter or the model into the stage's folder. */
    static void save(OpenPolicy opened, StageContext context, Map<String, String> facts) {
        String kind = opened.adapter() == null ? "model" : "adapter";
        Path target = context.folder().resolve(kind);
        if (!Files.exists(target)) {
            if (opened.adapter() == null) {
                ModelSaver.save(
                        opened.policy(),
                        target,
                        DType.F32,
                        Exporter.DEFAULT_SHARD,
                        OpenPolicy.tokenizerFiles(opened.folder()));
            } else {
                opened.adapter().save(target);
            }
        }
        facts.put(kind, FileSizes.describe(target));
    }
}
