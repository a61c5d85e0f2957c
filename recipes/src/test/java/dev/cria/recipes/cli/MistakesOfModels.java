package dev.cria.recipes.cli;

import static dev.cria.recipes.cli.Making.LORA;
import static dev.cria.recipes.cli.Making.MODEL;
import static dev.cria.recipes.cli.Making.changed;
import static dev.cria.recipes.cli.Making.large;
import static dev.cria.recipes.cli.Making.mistake;
import static dev.cria.recipes.cli.Making.on;
import static dev.cria.recipes.cli.Making.recipe;
import static dev.cria.recipes.cli.Making.run;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What beginners get wrong about models, tokenizers, adapters and machines. */
final class MistakesOfModels {

    private MistakesOfModels() {}

    static List<Mistake> all() {
        return List.of(
                recipe(
                        "The name of a hub for a model",
                        2,
                        MODEL,
                        "model: {model_name_or_path: meta-llama/Llama-3.2-1B}"),
                mistake(
                        "A GGUF file for a model",
                        "model_name_or_path: llama.gguf",
                        2,
                        here -> {
                            here.write(
                                    "llama.gguf",
                                    "GGUF\3\0\0\0".getBytes(StandardCharsets.US_ASCII));
                            here.recipe(MODEL, "model: {model_name_or_path: llama.gguf}");
                            return run(here);
                        }),
                mistake(
                        "A model of pickles",
                        "pickled holds config.json and pytorch_model.bin",
                        2,
                        here -> {
                            here.write("pickled/config.json", "{}");
                            here.write(
                                    "pickled/pytorch_model.bin",
                                    new byte[] {(byte) 0x80, 2, '}', 'q', 0});
                            here.recipe(MODEL, "model: {model_name_or_path: pickled}");
                            return run(here);
                        }),
                mistake(
                        "A folder that is no model",
                        "model_name_or_path: tokenizer",
                        2,
                        here -> {
                            here.recipe(MODEL, "model: {model_name_or_path: tokenizer}");
                            return run(here);
                        }),
                mistake(
                        "A tokenizer without the marks of Llama 3",
                        "tokenizer.json has no <|start_header_id|>",
                        2,
                        here ->
                                changed(
                                        here,
                                        "tokenizer.json",
                                        "<|start_header_id|>",
                                        "<|another_mark|>")),
                mistake(
                        "The tokenizer of another model",
                        "tokenizer.json has 516 tokens, the model 512",
                        2,
                        here -> {
                            Path copy = here.copyOfBase("other");
                            here.copy("larger/tokenizer.json", "other/tokenizer.json");
                            return on(here, copy);
                        }),
                mistake(
                        "No padding token",
                        "tokenizer_config.json without pad_token",
                        0,
                        here -> changed(here, "tokenizer_config.json", "\"pad_token\"", "\"was\"")),
                mistake(
                        "The end is the padding",
                        "tokenizer_config.json: pad_token and eos_token are the same",
                        0,
                        here -> {
                            Path copy = here.copyOfBase("padded");
                            here.write(
                                    "padded/tokenizer_config.json",
                                    "{\"pad_token\": \"<|eot_id|>\", \"eos_token\": \"<|eot_id|>\"}");
                            return on(here, copy);
                        }),
                mistake(
                        "The adapter of another model",
                        "adapter_name_or_path: an adapter on a model of half the width",
                        2,
                        here -> {
                            here.write(
                                    "mine.yaml",
                                    Beginner.RECIPE
                                            .replace(
                                                    MODEL,
                                                    "model: {model_name_or_path: wide, adapter_name_or_path: [narrow]}")
                                            .replace(LORA, ""));
                            return run(here);
                        }),
                recipe(
                        "A linear map that Llama does not have",
                        2,
                        LORA,
                        "lora: {lora_target: [c_attn]}"),
                mistake(
                        "CUDA where there is none",
                        "device: cuda",
                        2,
                        here -> {
                            boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));
                            assumeFalse(driver || Files.exists(Path.of("/dev/dxg")), "has CUDA");
                            here.recipe("stage: sft", "stage: sft\ndevice: cuda");
                            return run(here);
                        }),
                mistake(
                        "Too little memory",
                        "preset: llama3.1-70b, on this machine",
                        0,
                        here -> large(here, "llama3.1-70b", "async_save: false")));
    }
}
