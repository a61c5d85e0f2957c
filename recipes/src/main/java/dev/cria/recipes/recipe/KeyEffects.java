package dev.cria.recipes.recipe;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which keys change what a training stage ends with. A test goes through every key of the schema,
 * and another one runs what is said to have no effect.
 */
public final class KeyEffects {

    /** Never change the weights. */
    private static final Set<String> NONE =
            Set.of(
                    "checkpoint.save_seconds",
                    "checkpoint.save_total_limit",
                    "checkpoint.async_save",
                    "checkpoint.when_busy",
                    "checkpoint.resume",
                    "checkpoint.resume_with_changes",
                    "train.activation_checkpointing",
                    "train.activation_offload",
                    "train.checkpoint_every_layers",
                    "eval.sample_prompts",
                    "eval.sample_max_new_tokens");

    /** Say what there is to train, or how its optimizer remembers. */
    private static final Set<String> STATE =
            Set.of(
                    "stage",
                    "finetuning_type",
                    "model.tokenizer_path",
                    "model.preset",
                    "model.hidden_size",
                    "model.intermediate_size",
                    "model.num_hidden_layers",
                    "model.num_attention_heads",
                    "model.num_key_value_heads",
                    "model.head_dim",
                    "model.tie_word_embeddings",
                    "model.adapter_name_or_path",
                    "model.create_new_adapter",
                    "lora.lora_rank",
                    "lora.lora_target",
                    "lora.layers_to_transform",
                    "lora.use_dora",
                    "lora.modules_to_save",
                    "lora.ensure_weight_tying",
                    "freeze.freeze_trainable_layers",
                    "freeze.freeze_trainable_modules",
                    "freeze.freeze_extra_modules",
                    "train.optim");

    /** Look at the training; change it only where it ends by what they see. */
    private static final Set<String> LOOKS = Set.of("eval.eval_steps", "data.heldout");

    private KeyEffects() {}

    /**
     * The effect of a key of a stage as it is now, by {@code section.name}; {@code seed} stands for
     * the recipe's. Of stages that are no training, everything changes the result.
     */
    public static KeyEffect of(Stage stage, String path) {
        if (!isTraining(stage.type())) {
            return KeyEffect.STATE;
        }
        if (NONE.contains(path)) {
            return KeyEffect.NONE;
        }
        if (STATE.contains(path)) {
            return KeyEffect.STATE;
        }
        if (LOOKS.contains(path)) {
            boolean best =
                    stage.has("load_best_model_at_end") && stage.flag("load_best_model_at_end");
            boolean early =
                    stage.has("early_stopping_patience")
                            && stage.integer("early_stopping_patience") > 0;
            boolean decides = best || early;
            return decides ? KeyEffect.RESULT : KeyEffect.NONE;
        }
        if (path.equals("checkpoint.save_steps")) {
            boolean read =
                    stage.text("spike_action").equals("rollback")
                            || stage.text("nonfinite_action").equals("rollback")
                            || stage.integer("average_last_checkpoints") > 0;
            return read ? KeyEffect.RESULT : KeyEffect.NONE;
        }
        return KeyEffect.RESULT;
    }

    /** Whether stages of a type go on from checkpoints. */
    public static boolean isTraining(String type) {
        return List.of("pretrain", "sft", "dpo", "grpo", "ppo", "rm", "distill").contains(type);
    }

    /** Paths of keys that have to be named where they change, of those given. */
    static String[] named(List<Key> keys) {
        Stream<String> names =
                keys.stream()
                        .filter(key -> !NONE.contains(key.path()) && !STATE.contains(key.path()))
                        .map(Key::name);
        return Stream.concat(Stream.of("seed"), names).toArray(String[]::new);
    }
}
