package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Combinations of values that cannot be. */
final class ChecksTest {

    @TempDir Path folder;

    private void refuses(String expected, String text) {
        Written written = new Written(folder).withInputs();
        assertEquals(List.of(expected), written.problems("output_dir: %s/run\n" + text), text);
    }

    @Test
    void fullFinetuningHasNoAdapter() {
        String text =
                """
                stage: sft
                finetuning_type: full
                model: {model_name_or_path: base, adapter_name_or_path: adapter}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "4:35: finetuning_type: full continues no adapter; merge it first (stage export, format merged)",
                text);
        refuses(
                "6:8: lora_rank does not go with finetuning_type: full; take one of them out",
                text.replace(", adapter_name_or_path: adapter", "") + "lora: {lora_rank: 4}\n");
    }

    @Test
    void keysOfOnePreferenceLossDoNotGoWithAnother() {
        String text =
                """
                stage: dpo
                model: {model_name_or_path: base}
                data: {datasets: chat.jsonl}
                dpo: {loss: %s}
                """;
        refuses(
                "5:22: simpo_gamma does not go with loss: sigmoid; it is for simpo",
                text.formatted("sigmoid, simpo_gamma: 1"));
        refuses(
                "5:19: nll_coef does not go with loss: orpo; it is for hinge, ipo, sigmoid, sigmoid_norm, simpo",
                text.formatted("orpo, nll_coef: 0.2"));
        refuses(
                "5:20: ref_model does not go with loss: simpo; it is for hinge, ipo, kto, sigmoid, sigmoid_norm",
                text.formatted("simpo, ref_model: base"));
        refuses(
                "6:18: ref_model: base_without_adapter needs finetuning_type: lora; ref_model: start is the model itself",
                "finetuning_type: full\n" + text.formatted("ipo, ref_model: base_without_adapter"));
    }

    @Test
    void keysOfOneMethodDoNotGoWithAnother() {
        String text =
                """
                stage: sft
                finetuning_type: freeze
                model: {model_name_or_path: base}
                freeze: {freeze_trainable_layers: 0}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "5:10: nothing is trained; set freeze_trainable_layers or freeze_extra_modules",
                text);
        String some = text.replace("layers: 0", "layers: -3");
        refuses(
                "5:10: freeze_trainable_layers needs finetuning_type: freeze",
                some.replace("type: freeze", "type: full"));
        refuses(
                "7:8: use_dora does not go with finetuning_type: freeze; take one of them out",
                some + "lora: {use_dora: true}\n");
        refuses(
                "4:35: finetuning_type: freeze continues no adapter; merge it first (stage export, format merged)",
                some.replace("base}", "base, adapter_name_or_path: adapter}"));
        refuses(
                "4:35: finetuning_type: freeze writes a whole model, which base_dtype: nf4 would leave quantised; take auto, bf16 or fp16",
                some.replace("base}", "base, base_dtype: nf4}"));
        refuses(
                "5:74: freeze.freeze_trainable_modules: 'mlpp' is not one of all, input_layernorm, self_attn, post_attention_layernorm, mlp, q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj; did you mean 'mlp'?",
                some.replace("-3", "-3, freeze_trainable_modules: [q_proj, mlpp]"));
        refuses(
                "5:67: freeze.freeze_extra_modules: 'nrom' is not one of embed_tokens, lm_head, norm; did you mean 'norm'?",
                some.replace("-3", "-3, freeze_extra_modules:       nrom"));
    }

    @Test
    void adaptersThatGoOnKeepTheirOwnSettings() {
        String text =
                """
                stage: sft
                model: {model_name_or_path: base, adapter_name_or_path: adapter}
                lora: {lora_rank: 4}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "4:8: lora_rank is the adapter's own, which adapter_name_or_path names; take it out, or set create_new_adapter",
                text);
        refuses(
                "4:35: adapters cannot be merged into quantised weights; write the merged model first (stage export, format merged)",
                "finetuning_type: qlora\n"
                        + text.replace("adapter}", "adapter, create_new_adapter: true}"));
        refuses(
                "3:35: create_new_adapter needs adapter_name_or_path",
                text.replace("adapter_name_or_path: adapter", "create_new_adapter: true"));
        refuses(
                "4:8: ensure_weight_tying needs embed_tokens or lm_head among modules_to_save",
                text.replace(", adapter_name_or_path: adapter", "")
                        .replace("lora_rank: 4", "ensure_weight_tying: true"));
        refuses(
                "4:26: lora.modules_to_save: 'lm_heed' is not one of embed_tokens, lm_head, norm, input_layernorm, post_attention_layernorm; did you mean 'lm_head'?",
                text.replace(", adapter_name_or_path: adapter", "")
                        .replace("lora_rank: 4", "modules_to_save: [lm_heed]"));
    }

    @Test
    void severalAdaptersAreCombinedByAWeightForEach() {
        String text =
                """
                stage: export
                model: {model_name_or_path: base, adapter_name_or_path: [adapter, adapter]}
                export: {formats: [merged]}
                """;
        refuses(
                "3:77: adapter_weights has 1 numbers for 2 adapters; give one for each, or none",
                text.replace("]}\nexport", "], adapter_weights: [0.5]}\nexport"));
        refuses(
                "3:77: combination_type needs adapter_weights",
                text.replace("]}\nexport", "], combination_type: linear}\nexport"));
        refuses(
                "4:10: format peft writes one adapter, found 2; give adapter_weights to combine them, or take it out",
                text.replace("[merged]", "[peft]"));
    }

    @Test
    void weightsThatTrainAreNotQuantised() {
        String text =
                """
                stage: sft
                finetuning_type: full
                model: {model_name_or_path: base, base_dtype: nf4}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "4:35: base_dtype: nf4 is for frozen weights, but finetuning_type: full trains all of them; take it out, or take lora",
                text);
        refuses(
                "4:35: finetuning_type: qlora goes with base_dtype nf4 or int8; with bf16, take lora",
                text.replace("full", "qlora").replace("nf4", "bf16"));
    }

    @Test
    void schedulesMustAddUp() {
        String text =
                """
                stage: sft
                model: {model_name_or_path: base}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "5:26: warmup_steps and warmup_ratio exclude each other",
                text + "train: {warmup_steps: 1, warmup_ratio: 0.1}\n");
        refuses(
                "5:9: nothing is trained; set max_steps or num_train_epochs",
                text + "train: {num_train_epochs: 0}\n");
        refuses(
                "5:9: lr_decay_ratio needs lr_scheduler_type: warmup_stable_decay",
                text + "train: {lr_decay_ratio: 0.2}\n");
    }

    @Test
    void keysThatWouldDoNothingAreRefused() {
        String text =
                """
                stage: sft
                model: {model_name_or_path: base}
                data: {datasets: chat.jsonl}
                """;
        refuses(
                "5:8: eval_steps needs data.heldout or eval.sample_prompts",
                text + "eval: {eval_steps: 5}\n");
        refuses(
                "5:8: load_best_model_at_end needs eval_steps and data.heldout",
                text + "eval: {load_best_model_at_end: true}\n");
        refuses("5:8: sample_prompts needs eval_steps", text + "eval: {sample_prompts: [hi]}\n");
        refuses("5:9: spike_window needs spike_action", text + "guard: {spike_window: 5}\n");
        refuses(
                "5:9: spike_action: rollback needs checkpoint.save_steps",
                text + "guard: {spike_action: rollback}\n");
        refuses(
                "5:9: average_last_checkpoints: 3 needs checkpoint.save_steps, and a save_total_limit of 3 at least",
                text + "train: {average_last_checkpoints: 3}\ncheckpoint: {save_steps: 2}\n");
    }

    @Test
    void annealingNeedsDataAndATime() {
        String text =
                """
                stage: sft
                model: {model_name_or_path: base}
                train: {max_steps: 10}
                data: {datasets: chat.jsonl, %s}
                """;
        refuses(
                "5:30: anneal_datasets needs anneal_ratio or anneal_steps",
                text.formatted("anneal_datasets: chat.jsonl"));
        refuses("5:30: anneal_ratio needs anneal_datasets", text.formatted("anneal_ratio: 0.1"));
        refuses(
                "5:59: anneal_ratio and anneal_steps exclude each other",
                text.formatted("anneal_datasets: chat.jsonl, anneal_steps: 1, anneal_ratio: 0.1"));
        refuses(
                "5:59: anneal_steps must be less than max_steps",
                text.formatted("anneal_datasets: chat.jsonl, anneal_steps: 10"));
    }

    @Test
    void aMixHasAWeightForEachDataSet() {
        String text =
                """
                stage: sft
                model: {model_name_or_path: base}
                data: {datasets: [{path: chat.jsonl, weight: 0.7}, chat.jsonl]%s}
                """;
        refuses(
                "4:8: data.datasets: 'chat.jsonl' has no weight, others have; give all of them one or none",
                text.formatted(""));
        String sound = text.replace(", chat.jsonl]", ", {path: chat.jsonl, weight: %s}]");
        refuses(
                "4:79: data.datasets: weight: expected a number above 0, found '0'; a data set that is not wanted is taken out",
                sound.formatted("0", ""));
        refuses(
                "4:120: data.heldout: weight: what is measured on is not mixed; take it out",
                sound.formatted("2", ", heldout: {path: chat.jsonl, weight: 1}"));
    }

    @Test
    void aWarmUpThatNeverEndsIsOddButAllowed() {
        Recipe recipe = new Written(folder).withInputs().read(Written.SFT + "  warmup_steps: 5\n");
        assertEquals(
                List.of(
                        folder.resolve("recipe.yaml")
                                + ":9:3: warmup_steps is not less than max_steps; the rate only rises"),
                recipe.warnings());
    }

    @Test
    void aNewModelNeedsATokenizerAndAShapeThatFits() {
        String text = "stage: pretrain\ndata: {datasets: chat.jsonl}\nmodel: {";
        refuses("1:1: a new model needs model.tokenizer_path", text + "hidden_size: 96}\n");
        String shape = text + "tokenizer_path: base, ";
        refuses(
                "4:31: hidden_size must be an even multiple of num_attention_heads",
                shape + "hidden_size: 100}\n");
        refuses(
                "4:31: num_attention_heads must be a multiple of num_key_value_heads",
                shape + "num_key_value_heads: 4}\n");
        refuses("4:31: head_dim must be even, for rotary positions", shape + "head_dim: 7}\n");
        refuses(
                "1:1: max_seq_len is beyond max_position_embeddings; raise that too",
                shape + "max_position_embeddings: 256}\n");
        refuses(
                "4:35: hidden_size is the model's own; take it or model_name_or_path out",
                text + "model_name_or_path: base, hidden_size: 96}\n");
    }

    @Test
    void exportsOfAnAdapterNeedOne() {
        String text = "stage: export\nmodel: {model_name_or_path: base}\nexport: {formats: ";
        refuses(
                "4:10: format peft needs model.adapter_name_or_path; without one, export hf",
                text + "[hf, peft]}\n");
        refuses(
                "4:25: gguf_types needs gguf among the formats",
                text + "[hf], gguf_types: [f16]}\n");
        refuses("4:24: export.formats: 'hf' is given twice", text + "[hf, hf]}\n");
        refuses(
                "4:10: export.formats: expected a list of words, found an empty list",
                text + "[]}\n");
    }

    @Test
    void aMergeIsOfOneKindAndByAMethodOfThatKind() {
        String of =
                "a merge is of adapters (model.adapter_name_or_path), of models (merge.models) or of merge.checkpoints; found ";
        String merge = "stage: merge\nmerge: {";
        String based = "stage: merge\nmodel: {model_name_or_path: base}\nmerge: {";
        String adapted =
                "stage: merge\nmodel: {model_name_or_path: base, adapter_name_or_path: adapter}\nmerge: {";
        refuses("3:9: " + of + "none", merge + "merge_method: ties}\n");
        refuses(
                "3:25: " + of + "models, checkpoints",
                merge + "models: [base], checkpoints: base}\n");
        refuses(
                "3:25: ties needs the base: model.model_name_or_path",
                merge + "models: [base], merge_method: ties}\n");
        refuses(
                "3:9: linear takes no base; give it as one of the models, or take task_arithmetic or ties",
                based + "models: [base], merge_method: linear}\n");
        refuses(
                "4:9: adapters are differences from their base; take task_arithmetic or ties",
                adapted + "merge_method: linear}\n");
        refuses(
                "4:9: merge_weights has 2 numbers for 1; give one for each, or none",
                adapted + "merge_weights: [1, 2]}\n");
        refuses(
                "4:9: density needs merge_method: ties, found merge_method: task_arithmetic",
                adapted + "density: 0.2}\n");
        refuses(
                "3:28: checkpoints count alike; take merge_weights out",
                merge + "checkpoints: base, merge_weights: [1]}\n");
        refuses(
                "3:25: last_checkpoints needs merge.checkpoints, found models",
                merge + "models: [base], last_checkpoints: 5}\n");
    }

    @Test
    void stepsTakeThePlaceOfAProfile() {
        refuses(
                "3:30: profile and steps exclude each other; take one of them out",
                "stage: curate\ncurate: {inputs: chat.jsonl, profile: none, steps: [word_list]}\n");
    }

    @Test
    void aMergedModelIsComparedWithItsAdapter() {
        refuses(
                "3:35: merged_model_path needs adapter_name_or_path to compare with",
                "stage: generate\nmodel: {model_name_or_path: base, merged_model_path: base}\ngenerate: {prompts: hi}\n");
    }

    @Test
    void aKeyDiffersFromThePresetOnlyWhereThatIsSaid() {
        String text =
                """
                stage: pretrain
                data: {datasets: chat.jsonl}
                model:
                  tokenizer_path: base
                  preset: llama3.1-8b
                """;
        refuses(
                "7:3: num_hidden_layers: 2 contradicts preset llama3.1-8b, which has 32; take one of them out, or write override_preset: [num_hidden_layers]",
                text + "  num_hidden_layers: 2\n");
        refuses(
                "7:3: override_preset names rope_theta, which is not given",
                text + "  override_preset: [rope_theta]\n");
        refuses(
                "6:3: override_preset needs a preset",
                text.replace("  preset: llama3.1-8b\n", "") + "  override_preset: [rope_theta]\n");
    }

    @Test
    void aPresetFillsTheShapeAndMayBeChangedOnPurpose() {
        String text =
                """
                output_dir: %s/run
                stage: pretrain
                data: {datasets: chat.jsonl}
                model: {tokenizer_path: base}
                """;
        Written written = new Written(folder).withInputs();
        Stage stage =
                written.read(
                                text,
                                "model.preset=llama3.2-1b",
                                "override_preset=[num_hidden_layers]",
                                "num_hidden_layers=2",
                                "rope_scaling_factor=32")
                        .stages()
                        .get(0);
        assertEquals(2048, stage.integer("hidden_size"));
        assertEquals(2, stage.integer("num_hidden_layers"));
        assertEquals(32, stage.number("rope_scaling_factor"));
        assertEquals(131_072, stage.integer("max_position_embeddings"));
        assertEquals(true, stage.flag("tie_word_embeddings"));
    }
}
