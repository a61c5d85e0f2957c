package dev.cria.recipes.recipe;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/**
 * Names that LLaMA-Factory (August 2026), torchtune (0.6) and Axolotl (0.17) use, with Cria's. They
 * are read wherever the key itself may stand, with a warning; what Cria writes has its own names.
 */
public final class Aliases {

    /** Cria's name by that of another framework. */
    static final Map<String, String> KEYS =
            Map.ofEntries(
                    entry("activation_offloading", "activation_offload"),
                    entry("additional_target", "modules_to_save"),
                    entry("base_model", "model_name_or_path"),
                    entry("batch_size", "per_device_train_batch_size"),
                    entry("clip_grad_norm", "max_grad_norm"),
                    entry("cosine_min_lr_ratio", "min_lr_ratio"),
                    entry("cutoff_len", "max_seq_len"),
                    entry("dataset", "datasets"),
                    entry("dpo_label_smoothing", "label_smoothing"),
                    entry("early_stopping_steps", "early_stopping_patience"),
                    entry("enable_activation_checkpointing", "activation_checkpointing"),
                    entry("enable_activation_offloading", "activation_offload"),
                    entry("epochs", "num_train_epochs"),
                    entry("eval_dataset", "heldout"),
                    entry("gradient_checkpointing", "activation_checkpointing"),
                    entry("kto_chosen_weight", "desirable_weight"),
                    entry("kto_desirable_weight", "desirable_weight"),
                    entry("kto_rejected_weight", "undesirable_weight"),
                    entry("kto_undesirable_weight", "undesirable_weight"),
                    entry("lora_model_dir", "adapter_name_or_path"),
                    entry("lora_modules_to_save", "modules_to_save"),
                    entry("lora_r", "lora_rank"),
                    entry("lora_target_modules", "lora_target"),
                    entry("lr", "learning_rate"),
                    entry("lr_scheduler", "lr_scheduler_type"),
                    entry("max_length", "max_seq_len"),
                    entry("micro_batch_size", "per_device_train_batch_size"),
                    entry("neat_packing", "packing"),
                    entry("num_epochs", "num_train_epochs"),
                    entry("num_warmup_steps", "warmup_steps"),
                    entry("optimizer", "optim"),
                    entry("optimizer_in_bwd", "optimizer_in_backward"),
                    entry("packed", "packing"),
                    entry("peft_layers_to_transform", "layers_to_transform"),
                    entry("peft_use_dora", "use_dora"),
                    entry("peft_use_rslora", "use_rslora"),
                    entry("pref_beta", "beta"),
                    entry("pref_ftx", "nll_coef"),
                    entry("pref_loss", "loss"),
                    entry("rl_beta", "beta"),
                    entry("sample_packing", "packing"),
                    entry("save_every_n_steps", "save_steps"),
                    entry("sequence_len", "max_seq_len"),
                    entry("test_datasets", "heldout"));

    private Aliases() {}

    /** Cria's name of a key. */
    public static String canonical(String name) {
        return KEYS.getOrDefault(name, name);
    }

    /** What others call a key, in the order of the alphabet. */
    public static List<String> of(String key) {
        return KEYS.entrySet().stream()
                .filter(alias -> alias.getValue().equals(key))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
