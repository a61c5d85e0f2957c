package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The list of mistakes, in the order in which a beginner meets them. */
final class Mistakes {

    private static final String DATA = "data: {datasets: [alpaca.json], max_seq_len: 256}";
    private static final String TRAIN = "train: {max_steps: 2, learning_rate: 1e-4}";
    private static final String LORA = "lora: {lora_rank: 4, lora_alpha: 8}";
    private static final String MODEL = "model: {model_name_or_path: base}";
    private static final String MINE = "%s/mine.yaml";

    private Mistakes() {}

    static List<Mistake> all() {
        return Stream.of(commands(), recipes(), models(), rows(), values(), runs())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mistake> commands() {
        return List.of(
                command("A command that does not exist", "cria trian mine.yaml", "trian", MINE),
                command(
                        "A recipe that does not exist",
                        "cria run mein.yaml",
                        "run",
                        "%s/mein.yaml"),
                command(
                        "Words in the place of key=value",
                        "cria run mine.yaml learning_rate 1e-4",
                        "run",
                        MINE,
                        "learning_rate",
                        "1e-4"),
                command(
                        "A typo in key=value",
                        "cria run mine.yaml lernrate=1e-4",
                        "run",
                        MINE,
                        "lernrate=1e-4"),
                command(
                        "The model's folder is forgotten",
                        "cria generate --prompt Hi",
                        "generate",
                        "--prompt",
                        "Hi"),
                command(
                        "A stage that is not there is looked at",
                        "cria preview mine.yaml --stage dpo",
                        "preview",
                        MINE,
                        "--stage",
                        "dpo"),
                command(
                        "A target that exists",
                        "cria cp quickstart mine.yaml",
                        "cp",
                        "quickstart",
                        MINE));
    }

    private static List<Mistake> recipes() {
        return List.of(
                recipe("A typo in a key", 2, LORA, "lora: {lora_rnak: 4}"),
                recipe("A key in the wrong section", 2, LORA, "lora: {learning_rate: 1e-4}"),
                recipe("A key of another stage", 2, TRAIN, "train: {beta: 0.1}"),
                recipe("A key twice", 2, LORA, "lora: {lora_rank: 4, lora_rank: 8}"),
                recipe("A typo in a stage", 2, "stage: sft", "stage: stf"),
                recipe("No stage", 2, "stage: sft\n", ""),
                recipe("A typo in a value", 2, TRAIN, "train: {lr_scheduler_type: cosin}"),
                recipe("A number with a comma", 2, TRAIN, "train: {learning_rate: '1,5e-4'}"),
                recipe("A text for a number", 2, TRAIN, "train: {max_steps: many}"),
                recipe(
                        "A switch that is neither",
                        2,
                        DATA,
                        DATA.replace("256}", "256, packing: 1}")),
                recipe("Tabs in YAML", 2, LORA, "lora:\n\tlora_rank: 4"),
                recipe("A bracket that is not closed", 2, DATA, "data: {datasets: [alpaca.json}"),
                recipe("A colon without a space", 2, MODEL, "model:{model_name_or_path: base}"),
                recipe("Anchors of YAML", 2, LORA, "lora: &lora {lora_rank: 4}"),
                recipe(
                        "Full tuning with keys of adapters",
                        2,
                        "finetuning_type: lora",
                        "finetuning_type: full"));
    }

    private static List<Mistake> models() {
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

    private static List<Mistake> rows() {
        List<Mistake> rows = new ArrayList<>();
        rows.add(
                recipe(
                        "A data set that is not there",
                        2,
                        DATA,
                        "data: {datasets: [alpacca.json]}"));
        rows.add(
                recipe(
                        "A format that does not exist",
                        2,
                        DATA,
                        "data: {datasets: [{path: alpaca.json, format: alpacca}]}"));
        rows.add(
                recipe(
                        "The wrong format",
                        2,
                        DATA,
                        "data: {datasets: [{path: alpaca.json, format: sharegpt}]}"));
        rows.add(data("Other names of fields", "{\"question\": \"a\", \"response\": \"b\"}\n"));
        rows.add(
                data(
                        "A field is missing in row 17",
                        "{\"instruction\": \"a\", \"output\": \"b\"}\n".repeat(16)
                                + "{\"instruction\": \"a\", \"input\": \"b\"}\n"));
        rows.add(
                data(
                        "A number where a text should be",
                        "{\"instruction\": \"a\", \"output\": 4}\n"));
        rows.add(
                data(
                        "A role that does not exist",
                        "{\"messages\": [{\"role\": \"usr\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]}\n"));
        rows.add(
                data(
                        "A conversation without an answer",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n"));
        rows.add(
                data(
                        "A line that is not JSON",
                        "{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": \"a\", \"output\": \"b}\n"));
        rows.add(data("An empty data set", ""));
        rows.add(
                data(
                        "Nothing to learn in any row",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\", \"weight\": 0}]}\n"));
        rows.add(
                recipe(
                        "All rows are too long",
                        2,
                        DATA,
                        "data: {datasets: [alpaca.json], max_seq_len: 8}"));
        rows.add(
                mistake(
                        "Another encoding than UTF-8",
                        "rows.jsonl in GB18030",
                        2,
                        here -> {
                            here.write(
                                    "rows.jsonl",
                                    "{\"instruction\": \"\u4f60\u597d\", \"output\": \"\u4f60\u597d\"}\n"
                                            .getBytes(Charset.forName("GB18030")));
                            return rows(here);
                        }));
        rows.add(
                mistake(
                        "The chosen answer is the rejected one",
                        "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}",
                        0,
                        here -> {
                            here.write(
                                    "pairs.jsonl",
                                    "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}\n"
                                                    .repeat(2)
                                            + "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}\n"
                                                    .repeat(60));
                            return preferences(here, "");
                        }));
        return rows;
    }

    private static List<Mistake> values() {
        return List.of(
                recipe(
                        "A learning rate far too high",
                        0,
                        TRAIN,
                        "train: {max_steps: 2, learning_rate: 0.1}"),
                recipe(
                        "A learning rate far too low",
                        0,
                        TRAIN,
                        "train: {max_steps: 2, learning_rate: 1e-8}"),
                recipe(
                        "A rank as wide as the model",
                        0,
                        LORA,
                        "lora: {lora_rank: 1024, lora_alpha: 2048}"),
                recipe(
                        "An adapter that is scaled far up",
                        0,
                        LORA,
                        "lora: {lora_rank: 4, lora_alpha: 256}"),
                recipe(
                        "The rate rises for most of the training",
                        0,
                        TRAIN,
                        "train: {max_steps: 2, warmup_ratio: 0.8}"),
                recipe("Very many epochs", 0, TRAIN, "train: {num_train_epochs: 50}"),
                recipe(
                        "Rows beyond the model's context",
                        0,
                        DATA,
                        "data: {datasets: [alpaca.json], max_seq_len: 4096}"),
                recipe(
                        "Packing makes a handful of steps",
                        0,
                        TRAIN,
                        "train: {num_train_epochs: 1}"),
                recipe(
                        "What is trained on is measured on",
                        0,
                        DATA,
                        "data: {datasets: [alpaca.json], heldout: [alpaca.json], max_seq_len: 256}"),
                recipe("Looks at nothing", 2, TRAIN, TRAIN + "\neval: {eval_steps: 1}"),
                mistake(
                        "A beta that holds nothing",
                        "dpo: {beta: 0.0001}",
                        0,
                        here -> {
                            here.write(
                                    "pairs.jsonl",
                                    "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}\n"
                                            .repeat(60));
                            return preferences(here, "dpo: {beta: 0.0001}");
                        }),
                mistake(
                        "More checkpoints than the disk holds",
                        "checkpoint: {save_steps: 1, save_total_limit: 1000000}, of a model of 1B",
                        0,
                        here ->
                                large(
                                        here,
                                        "llama3.2-1b",
                                        "save_steps: 1, save_total_limit: 1000000")));
    }

    private static List<Mistake> runs() {
        return List.of(
                mistake(
                        "An output folder that holds something else",
                        "output_dir: base",
                        2,
                        here -> {
                            here.recipe("output_dir: %s/run", "output_dir: %s/base");
                            return run(here);
                        }),
                mistake(
                        "An output folder that cannot be written",
                        "output_dir: /proc/cria",
                        2,
                        here -> {
                            here.recipe("output_dir: %s/run", "output_dir: /proc/cria");
                            return run(here);
                        }),
                mistake(
                        "Other settings for a run that has ended",
                        "cria run mine.yaml learning_rate=2e-4, after cria run mine.yaml",
                        2,
                        here -> {
                            here.write("mine.yaml", Beginner.RECIPE);
                            here.run("run", MINE, "output_dir=%s/ended");
                            return here.run(
                                    "run", MINE, "output_dir=%s/ended", "learning_rate=2e-4");
                        }));
    }

    private static Mistake mistake(
            String title, String shown, int code, Function<Beginner, Beginner.Said> make) {
        return new Mistake(title, shown, code, make);
    }

    private static Mistake command(String title, String shown, String... arguments) {
        return mistake(title, shown, 2, here -> here.run(arguments));
    }

    /**
     * A line of the recipe is another one. What is odd is told by validate, what is wrong by run.
     */
    private static Mistake recipe(String title, int code, String line, String other) {
        return mistake(
                title,
                other.isEmpty() ? "(without " + line.strip() + ")" : other,
                code,
                here -> {
                    here.recipe(line, other);
                    return here.run("validate", MINE);
                });
    }

    /** The data set has these rows. */
    private static Mistake data(String title, String rows) {
        String last =
                rows.isEmpty()
                        ? "(nothing)"
                        : rows.strip().lines().toList().get((int) rows.lines().count() - 1);
        return mistake(
                title,
                last,
                2,
                here -> {
                    here.write("rows.jsonl", rows);
                    return rows(here);
                });
    }

    private static Beginner.Said rows(Beginner here) {
        here.recipe(DATA, "data: {datasets: [rows.jsonl], max_seq_len: 256}");
        return here.run("validate", MINE);
    }

    private static Beginner.Said run(Beginner here) {
        return here.run("run", MINE);
    }

    private static Beginner.Said on(Beginner here, Path model) {
        here.recipe(MODEL, "model: {model_name_or_path: " + model + "}");
        return here.run("validate", MINE);
    }

    /** A copy of the base model with another text in one of its files. */
    private static Beginner.Said changed(Beginner here, String file, String before, String after) {
        Path copy = here.copyOfBase("changed");
        here.change(copy, file, before, after);
        return on(here, copy);
    }

    /** A model that is far larger than those of beginners. */
    private static Beginner.Said large(Beginner here, String preset, String checkpoint) {
        here.write(
                "large.yaml",
                """
                stage: pretrain
                output_dir: %%s/run
                model: {tokenizer_path: tokenizer, preset: %s}
                data: {datasets: [texts.jsonl]}
                train: {max_steps: 2}
                checkpoint: {%s}
                """
                        .formatted(preset, checkpoint));
        return here.run("validate", "%s/large.yaml");
    }

    private static Beginner.Said preferences(Beginner here, String dpo) {
        here.write(
                "pairs.yaml",
                """
                stage: dpo
                output_dir: %s/run
                model: {model_name_or_path: base}
                data: {datasets: [pairs.jsonl], max_seq_len: 64}
                train: {max_steps: 2}
                """
                        + dpo
                        + "\n");
        return here.run("validate", "%s/pairs.yaml");
    }
}
