package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.CHOICES;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUT;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.List;

/** Keys about models and adapters: sections model, export and generate. */
final class ModelKeys {

    /** A model from random weights, or one to go on with. */
    static final List<Key> NEW_MODEL =
            List.of(
                    model(
                            "model_name_or_path",
                            INPUT,
                            Key.NONE,
                            "model to go on with; else a new one"),
                    model("tokenizer_path", INPUT, Key.NONE, "tokenizer of a new model"),
                    model("preset", CHOICE, Presets.NONE, "shape of a published model")
                            .oneOf(Presets.names()),
                    model(
                                    "override_preset",
                                    CHOICES,
                                    List.of(),
                                    "keys that are meant to differ from the preset")
                            .oneOf(Presets.KEYS.toArray(String[]::new)),
                    model("hidden_size", INTEGER, 192, "width of the model").between(8, 65_536),
                    model("intermediate_size", INTEGER, 512, "width of the feed-forward part")
                            .between(8, 1 << 20),
                    model("num_hidden_layers", INTEGER, 6, "number of layers").between(1, 1000),
                    model("num_attention_heads", INTEGER, 6, "number of query heads")
                            .between(1, 1024),
                    model("num_key_value_heads", INTEGER, 2, "number of key and value heads")
                            .between(1, 1024),
                    model("head_dim", INTEGER, 0, "width of a head; 0: hidden_size / heads")
                            .between(0, 4096),
                    model("rope_theta", NUMBER, 500_000.0, "base of the rotary frequencies")
                            .between(1, 1e9),
                    model(
                                    "rope_scaling_factor",
                                    NUMBER,
                                    1.0,
                                    "stretch of low frequencies: 8 in Llama 3.1, 32 in 3.2; 1: none")
                            .between(1, 1024),
                    model("tie_word_embeddings", FLAG, true, "one matrix for input and output"),
                    model("max_position_embeddings", INTEGER, 2048, "longest context")
                            .between(8, 1 << 20));

    /** A model to tune, and how. */
    static final List<Key> TUNED =
            List.of(
                    Key.of("", "finetuning_type", CHOICE, "lora", "what is trained")
                            .oneOf("lora", "qlora", "freeze", "full"),
                    model("model_name_or_path", INPUT, null, "Hugging Face folder"),
                    model("base_dtype", CHOICE, "auto", "what frozen weights are kept as")
                            .oneOf("auto", "fp32", "bf16", "fp16", "int8", "nf4"));

    static final List<Key> EXPORT =
            List.of(
                    model("model_name_or_path", INPUT, null, "Hugging Face folder"),
                    export(
                                    "formats",
                                    CHOICES,
                                    List.of("hf", "merged", "peft", "gguf"),
                                    "hf: the base; merged: with the adapter in it; peft: the adapter; gguf: as merged; gguf_lora: as peft, for llama.cpp")
                            .oneOf("hf", "merged", "peft", "gguf", "gguf_lora"),
                    export(
                                    "gguf_types",
                                    CHOICES,
                                    List.of("f16", "q8_0"),
                                    "types of GGUF files, a file for each")
                            .oneOf(
                                    "f32", "f16", "bf16", "q8_0", "q6_k", "q5_k_m", "q4_k_m",
                                    "q4_0"),
                    export("dtype", CHOICE, "f32", "type of the weights in safetensors")
                            .oneOf("f32", "f16", "bf16"),
                    export("max_shard_gb", NUMBER, 5.0, "size of a safetensors file")
                            .between(0.001, 1000),
                    export("modelfile", FLAG, true, "write Ollama's Modelfile beside each GGUF"),
                    export("model_card", FLAG, true, "write README.md: origin, data, recipe, use"),
                    export(
                            "language",
                            TEXTS,
                            List.of(),
                            "what the model speaks, for the card: en, zh, ..."),
                    export(
                            "verify",
                            FLAG,
                            true,
                            "load what was written and compare its answers with the model's"),
                    export(
                            "verify_text",
                            INPUT,
                            Key.NONE,
                            "text to compare on, UTF-8; else one that comes with Cria"));

    static final List<Key> ANSWERING =
            List.of(model("model_name_or_path", INPUT, null, "the model that answers"));

    /** Keys of stage generate. */
    static final List<Key> GENERATE =
            List.of(
                    model("model_name_or_path", INPUT, null, "the base model"),
                    model("merged_model_path", INPUT, Key.NONE, "the merged model, to compare"),
                    generate("prompts", TEXTS, null, "what the user says"),
                    generate(
                            "chat",
                            FLAG,
                            true,
                            "the prompt is what a user says in a conversation; else plain text"),
                    generate("max_new_tokens", INTEGER, 64, "tokens of an answer, at most")
                            .between(1, 1 << 20),
                    generate("temperature", NUMBER, 0.0, "0: always the likeliest token")
                            .between(0, 100),
                    generate("top_k", INTEGER, 0, "draws from so many likeliest tokens; 0: all")
                            .between(0, 1 << 20),
                    generate("top_p", NUMBER, 1.0, "share of the probability that is drawn from")
                            .between(1e-6, 1),
                    generate("min_p", NUMBER, 0.0, "least share of the likeliest's probability")
                            .between(0, 1),
                    generate("repetition_penalty", NUMBER, 1.0, "above 1: says less twice")
                            .between(1e-3, 1e3),
                    generate("num_samples", INTEGER, 1, "answers to a prompt").between(1, 10_000),
                    generate("stop", TEXTS, List.of(), "texts at which an answer ends"),
                    generate(
                            "json_schema",
                            INPUT,
                            Key.NONE,
                            "a file of JSON Schema that every answer fits"));

    private ModelKeys() {}

    private static Key model(String name, Kind kind, Object initial, String documentation) {
        return Key.of("model", name, kind, initial, documentation);
    }

    private static Key export(String name, Kind kind, Object initial, String documentation) {
        return Key.of("export", name, kind, initial, documentation);
    }

    private static Key generate(String name, Kind kind, Object initial, String documentation) {
        return Key.of("generate", name, kind, initial, documentation);
    }
}
