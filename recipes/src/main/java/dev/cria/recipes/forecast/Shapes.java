package dev.cria.recipes.forecast;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.TrainingShape;
import dev.cria.trainer.estimate.Tuning;
import dev.cria.trainer.weight.BaseType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * From the keys of a stage to what its cost follows from.
 *
 * @param teacher the shape of the model that is learnt from; null where there is none
 */
record Shapes(Stage stage, LlamaConfig model, LlamaConfig teacher, Batches batches) {

    private static final double EIGHT_BIT = 1 + 4.0 / 256;
    private static final double FULL_MOMENT = 4;

    TrainingShape shape() {
        Tuning tuning = tuning();
        return new TrainingShape(
                model,
                tuning,
                tuning.vocabulary() ? TrainingShape.Storage.RESIDENT : storage(),
                batches.largest(),
                Math.min(batches.distinctTokens(), model.vocabSize()),
                trainsFile(),
                levers(),
                teacher == null ? null : taught());
    }

    private TrainingShape.Teacher taught() {
        BaseType asked =
                BaseType.valueOf(stage.text("teacher_base_dtype").toUpperCase(Locale.ROOT));
        return new TrainingShape.Teacher(
                teacher,
                storage(asked, teacher.dtype(), teacher.numParameters()),
                stage.text("teacher_logits").equals("online"));
    }

    private boolean trainsFile() {
        return stage.path("model_name_or_path") != null
                && model.dtype() == DType.F32
                && stage.number("weight_decay") == 0;
    }

    private Tuning tuning() {
        if (stage.type().equals("pretrain") || stage.text("finetuning_type").equals("full")) {
            return Tuning.full(model);
        }
        if (stage.text("finetuning_type").equals("freeze")) {
            int layers = Math.abs(stage.integer("freeze_trainable_layers"));
            return Tuning.freeze(Math.min(layers, model.numLayers()));
        }
        List<Path> continued = stage.paths("adapter_name_or_path");
        if (!continued.isEmpty() && Files.exists(continued.get(0).resolve("adapter_config.json"))) {
            try (PeftAdapter adapter = PeftAdapter.open(continued.get(0))) {
                LoraConfig config = adapter.config();
                return Tuning.lora(model, config.rank(), config.targetModules());
            }
        }
        List<String> targets = stage.texts("lora_target");
        boolean all = targets.contains("all") || targets.contains("all-linear");
        return Tuning.lora(
                model, stage.integer("lora_rank"), all ? LoraConfig.ALL_TARGETS : targets);
    }

    private TrainingShape.Storage storage() {
        BaseType asked = BaseType.valueOf(stage.text("base_dtype").toUpperCase(Locale.ROOT));
        BaseType type =
                asked == BaseType.AUTO && stage.text("finetuning_type").equals("qlora")
                        ? BaseType.NF4
                        : asked;
        return storage(type, model.dtype(), model.numParameters());
    }

    /** How WeightReader keeps weights that lie in files as {@code stored}. */
    static TrainingShape.Storage storage(BaseType asked, DType stored, long parameters) {
        BaseType type =
                asked == BaseType.AUTO
                        ? BaseType.suited(stored, parameters, Engine.machineMemory())
                        : asked;
        return switch (type) {
            case NF4 ->
                    new TrainingShape.Storage(
                            0.5 + 1 / 64.0 + 4 / (64.0 * 256), stored.bytes(), true);
            case INT8 -> new TrainingShape.Storage(1, stored.bytes(), true);
            default -> {
                double bytes = type == BaseType.FP32 ? 4 : 2;
                yield new TrainingShape.Storage(bytes, bytes, stored.name().equals(plain(type)));
            }
        };
    }

    private static String plain(BaseType type) {
        return switch (type) {
            case FP16 -> "F16";
            case BF16 -> "BF16";
            default -> "F32";
        };
    }

    private TrainingShape.Levers levers() {
        return new TrainingShape.Levers(
                stage.integer("gradient_accumulation_steps"),
                stage.flag("activation_checkpointing")
                        ? stage.integer("checkpoint_every_layers")
                        : 0,
                stage.flag("activation_offload"),
                stage.flag("optimizer_in_backward"),
                stage.text("optim").equals("adamw_8bit") ? EIGHT_BIT : FULL_MOMENT,
                stage.number("ema_decay") > 0);
    }
}
