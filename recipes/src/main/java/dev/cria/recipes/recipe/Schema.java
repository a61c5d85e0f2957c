package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUT;
import static dev.cria.recipes.recipe.Kind.INPUTS;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every stage and every key that it takes. Names of keys are unique within a stage. */
public final class Schema {

    /** Keys of every stage by its type, in the order in which they are written out. */
    public static final Map<String, List<Key>> STAGES = stages();

    /** Names that other frameworks use, with Cria's. */
    static final Map<String, String> ALIASES = aliases();

    private Schema() {}

    private static Map<String, List<Key>> stages() {
        Map<String, List<Key>> stages = new LinkedHashMap<>();
        stages.put("curate", curate());
        stages.put("tokenizer", tokenizer());
        stages.put("pretrain", pretrain());
        stages.put("sft", sft());
        stages.put("dpo", dpo());
        stages.put("export", export());
        stages.put("generate", generate());
        return stages;
    }

    private static List<Key> curate() {
        String s = "curate";
        return List.of(
                Key.of(s, "inputs", INPUTS, null, "JSONL (.gz), Parquet or text files to read"),
                Key.of(s, "heuristic", FLAG, true, "drop texts that are not prose"),
                Key.of(s, "word_list", FLAG, true, "drop texts with listed dirty words"),
                Key.of(s, "exact_dedup", FLAG, true, "keep the first of equal texts"),
                Key.of(
                        s,
                        "quality_positive",
                        INPUT,
                        Key.OPTIONAL,
                        "good texts, to train the classifier"),
                Key.of(
                        s,
                        "quality_negative",
                        INPUT,
                        Key.OPTIONAL,
                        "bad texts, to train the classifier"),
                Key.of(s, "quality_threshold", NUMBER, 0.5, "least score that is kept")
                        .between(0, 1),
                Key.of(s, "bad_row_limit", INTEGER, 100, "unreadable rows before giving up")
                        .between(0, 1e12),
                Key.of(s, "keep_dropped", FLAG, false, "write dropped texts, with reasons, too"));
    }

    private static List<Key> tokenizer() {
        String s = "tokenizer";
        return List.of(
                Key.of(
                        s,
                        "train_on",
                        INPUTS,
                        null,
                        "texts to learn from: files or folders of curate"),
                Key.of(s, "vocab_size", INTEGER, 4096, "tokens, the 256 special ones included")
                        .between(512, 1_000_000));
    }

    private static List<Key> pretrain() {
        List<Key> keys = new ArrayList<>();
        String s = "model";
        keys.add(
                Key.of(
                        s,
                        "model_name_or_path",
                        INPUT,
                        Key.OPTIONAL,
                        "model to continue; else random"));
        keys.add(Key.of(s, "tokenizer_path", INPUT, Key.OPTIONAL, "tokenizer of a new model"));
        keys.add(Key.of(s, "hidden_size", INTEGER, 192, "width").between(8, 65_536));
        keys.add(
                Key.of(s, "intermediate_size", INTEGER, 512, "feed-forward width")
                        .between(8, 1 << 20));
        keys.add(Key.of(s, "num_hidden_layers", INTEGER, 6, "layers").between(1, 1000));
        keys.add(Key.of(s, "num_attention_heads", INTEGER, 6, "query heads").between(1, 1024));
        keys.add(
                Key.of(s, "num_key_value_heads", INTEGER, 2, "key and value heads")
                        .between(1, 1024));
        keys.add(
                Key.of(s, "rope_theta", NUMBER, 500_000.0, "base of rotary frequencies")
                        .between(1, 1e9));
        keys.add(Key.of(s, "tie_word_embeddings", FLAG, true, "one matrix for input and output"));
        keys.add(
                Key.of(s, "max_position_embeddings", INTEGER, 2048, "longest context")
                        .between(8, 1 << 20));
        keys.addAll(data());
        keys.addAll(train(1e-3));
        return List.copyOf(keys);
    }

    private static List<Key> sft() {
        List<Key> keys = new ArrayList<>(tuned());
        keys.addAll(data());
        keys.add(
                Key.choice(
                        "data",
                        "train_on",
                        "assistant",
                        "which turns carry loss",
                        "assistant",
                        "last",
                        "all"));
        keys.addAll(train(1e-4));
        return List.copyOf(keys);
    }

    private static List<Key> dpo() {
        List<Key> keys = new ArrayList<>(tuned());
        String s = "dpo";
        keys.add(Key.of(s, "beta", NUMBER, 0.1, "pull towards the reference").between(1e-6, 100));
        keys.add(
                Key.of(
                                s,
                                "nll_coef",
                                NUMBER,
                                0.0,
                                "weight of the chosen answer's likelihood; Llama 3: 0.2")
                        .between(0, 100));
        keys.add(
                Key.of(
                                s,
                                "label_smoothing",
                                NUMBER,
                                0.0,
                                "probability that a pair is the wrong way round")
                        .between(0, 0.49));
        keys.addAll(data());
        keys.addAll(train(5e-6));
        return List.copyOf(keys);
    }

    private static List<Key> tuned() {
        return List.of(
                Key.choice("", "finetuning_type", "lora", "what is trained", "lora", "full"),
                Key.of("model", "model_name_or_path", INPUT, null, "Hugging Face folder"),
                Key.of("model", "adapter_name_or_path", INPUT, Key.OPTIONAL, "adapter to continue"),
                Key.of("lora", "lora_rank", INTEGER, 8, "width of the update").between(1, 4096),
                Key.of("lora", "lora_alpha", NUMBER, 16.0, "strength of the update")
                        .between(1e-6, 1e6),
                Key.of(
                        "lora",
                        "lora_target",
                        TEXTS,
                        List.of("all"),
                        "linear modules; all for every one"),
                Key.of("lora", "use_rslora", FLAG, false, "divide alpha by the root of the rank"));
    }

    private static List<Key> data() {
        String s = "data";
        return List.of(
                Key.of(s, "datasets", INPUTS, null, "files or folders of examples"),
                Key.of(s, "heldout", INPUTS, List.of(), "examples to measure on before and after"),
                Key.of(s, "max_seq_len", INTEGER, 512, "tokens of a row").between(8, 1 << 20),
                Key.of(
                        s,
                        "packing",
                        FLAG,
                        true,
                        "fill rows with several examples that do not see each other"),
                Key.choice(
                        s,
                        "excess_length",
                        "drop",
                        "what happens to longer examples",
                        "drop",
                        "truncate",
                        "error"),
                Key.of(s, "shuffle", FLAG, true, "another order in every epoch"));
    }

    private static List<Key> train(double learningRate) {
        String s = "train";
        return List.of(
                Key.of(s, "max_steps", INTEGER, 0, "optimizer steps; 0: by epochs")
                        .between(0, 1e12),
                Key.of(s, "num_train_epochs", NUMBER, 1.0, "times over the data").between(0, 1e6),
                Key.of(s, "per_device_train_batch_size", INTEGER, 4, "rows per batch")
                        .between(1, 1e6),
                Key.of(s, "gradient_accumulation_steps", INTEGER, 1, "batches per step")
                        .between(1, 1e6),
                Key.of(s, "learning_rate", NUMBER, learningRate, "the highest rate").between(0, 1),
                Key.of(s, "min_lr_ratio", NUMBER, 0.0, "the lowest, as a share of it")
                        .between(0, 1),
                Key.choice(
                        s, "lr_scheduler_type", "cosine", "decay", "constant", "linear", "cosine"),
                Key.of(s, "warmup_steps", INTEGER, 0, "steps of rising rate").between(0, 1e9),
                Key.of(s, "weight_decay", NUMBER, 0.0, "decoupled decay; not of norms")
                        .between(0, 1),
                Key.of(s, "adam_beta1", NUMBER, 0.9, "decay of the mean").between(0, 0.999999),
                Key.of(s, "adam_beta2", NUMBER, 0.999, "decay of the squares").between(0, 0.999999),
                Key.of(s, "adam_epsilon", NUMBER, 1e-8, "added to the root").between(1e-20, 1),
                Key.of(s, "max_grad_norm", NUMBER, 1.0, "clip the global norm; 0: never")
                        .between(0, 1e9),
                Key.of(
                        s,
                        "activation_checkpointing",
                        FLAG,
                        false,
                        "run layers twice, to save memory"),
                Key.of(
                                "checkpoint",
                                "save_steps",
                                INTEGER,
                                0,
                                "steps between checkpoints; 0: at the end")
                        .between(0, 1e12),
                Key.of("checkpoint", "save_total_limit", INTEGER, 2, "checkpoints that are kept")
                        .between(2, 1e6));
    }

    private static List<Key> export() {
        String s = "export";
        return List.of(
                Key.of("model", "model_name_or_path", INPUT, null, "Hugging Face folder"),
                Key.of("model", "adapter_name_or_path", INPUT, Key.OPTIONAL, "adapter on it"),
                Key.of(
                        s,
                        "formats",
                        TEXTS,
                        List.of("hf", "merged", "peft", "gguf"),
                        "what to write: hf (the base), merged, peft, gguf (of the merged model)"),
                Key.of(s, "gguf_types", TEXTS, List.of("f16", "q8_0"), "f32, f16, bf16, q8_0"),
                Key.choice(s, "dtype", "f32", "type of safetensors weights", "f32", "f16", "bf16"),
                Key.of(s, "max_shard_gb", NUMBER, 5.0, "size of a safetensors file")
                        .between(0.001, 1000),
                Key.of(s, "modelfile", FLAG, true, "write Ollama Modelfiles"));
    }

    private static List<Key> generate() {
        String s = "generate";
        return List.of(
                Key.of("model", "model_name_or_path", INPUT, null, "the base model"),
                Key.of("model", "adapter_name_or_path", INPUT, Key.OPTIONAL, "adapter on it"),
                Key.of("model", "merged_model_path", INPUT, Key.OPTIONAL, "the merged model"),
                Key.of(s, "prompts", TEXTS, null, "what the user says"),
                Key.of(s, "chat", FLAG, true, "as a conversation; else as plain text"),
                Key.of(s, "max_new_tokens", INTEGER, 64, "tokens at most").between(1, 1 << 20),
                Key.of(s, "temperature", NUMBER, 0.0, "0: the likeliest token").between(0, 100),
                Key.of(s, "top_p", NUMBER, 1.0, "nucleus").between(1e-6, 1));
    }

    private static Map<String, String> aliases() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("lora_r", "lora_rank");
        names.put("lora_target_modules", "lora_target");
        names.put("cutoff_len", "max_seq_len");
        names.put("sequence_len", "max_seq_len");
        names.put("max_length", "max_seq_len");
        names.put("micro_batch_size", "per_device_train_batch_size");
        names.put("batch_size", "per_device_train_batch_size");
        names.put("base_model", "model_name_or_path");
        names.put("lora_model_dir", "adapter_name_or_path");
        names.put("num_epochs", "num_train_epochs");
        names.put("epochs", "num_train_epochs");
        names.put("pref_beta", "beta");
        names.put("rl_beta", "beta");
        names.put("pref_ftx", "nll_coef");
        names.put("sample_packing", "packing");
        return names;
    }
}
