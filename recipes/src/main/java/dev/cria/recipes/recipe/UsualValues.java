package dev.cria.recipes.recipe;

import java.util.Map;
import java.util.Optional;

/**
 * What others set, by the name of a key. Sources: the recipes that torchtune, LLaMA-Factory and
 * Axolotl ship for Llama 3 8B, Grattafiori et al. 2024 ("The Llama 3 Herd of Models"), sections 3.4
 * and 4.1, and the scripts of Chinese-LLaMA-Alpaca-3.
 */
public final class UsualValues {

    /** Where these values are from, in a few words. */
    public static final String SOURCE =
            "recipes of torchtune, LLaMA-Factory and Axolotl, and the Llama 3 report";

    private static final Map<String, String> ALL =
            Map.ofEntries(
                    Map.entry(
                            "learning_rate",
                            "1e-4 to 3e-4 with lora, 1e-5 to 2e-5 with full; dpo: 5e-6 with lora, 5e-7 to 1e-6 with full; pretrain: 3e-4 for 8B, more for small models"),
                    Map.entry("lora_rank", "8 to 64"),
                    Map.entry("lora_alpha", "once or twice lora_rank"),
                    Map.entry("lora_dropout", "0 to 0.1"),
                    Map.entry(
                            "lora_target",
                            "all; Chinese adapters: all with modules_to_save: [embed_tokens, lm_head]"),
                    Map.entry("beta", "0.1; with loss: simpo 2 to 2.5"),
                    Map.entry("nll_coef", "0.2 in Llama 3, else 0"),
                    Map.entry("num_train_epochs", "1 to 3"),
                    Map.entry("warmup_ratio", "0.03 to 0.1"),
                    Map.entry("warmup_steps", "100, of thousands of steps"),
                    Map.entry(
                            "per_device_train_batch_size",
                            "with gradient_accumulation_steps 16 to 128 rows a step; pretrain: millions of tokens"),
                    Map.entry("weight_decay", "0 to 0.1"),
                    Map.entry("adam_beta2", "0.999; pretrain: 0.95"),
                    Map.entry("max_grad_norm", "1"),
                    Map.entry("max_seq_len", "2048 to 8192; pretrain: 8192"),
                    Map.entry("num_generations", "8 to 16; Llama 3 draws 10 to 30"),
                    Map.entry("temperature", "0.6 to 1"),
                    Map.entry("top_p", "0.9 to 0.95"),
                    Map.entry("min_lr_ratio", "0 to 0.1"));

    private UsualValues() {}

    /** What others set for a key; empty where nothing is known. */
    public static Optional<String> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Names of the keys. */
    public static Iterable<String> names() {
        return ALL.keySet();
    }
}
