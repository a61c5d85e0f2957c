package dev.cria.recipes.cli;

import static dev.cria.recipes.cli.Making.DATA;
import static dev.cria.recipes.cli.Making.LORA;
import static dev.cria.recipes.cli.Making.MINE;
import static dev.cria.recipes.cli.Making.MODEL;
import static dev.cria.recipes.cli.Making.TRAIN;
import static dev.cria.recipes.cli.Making.command;
import static dev.cria.recipes.cli.Making.large;
import static dev.cria.recipes.cli.Making.mistake;
import static dev.cria.recipes.cli.Making.preferences;
import static dev.cria.recipes.cli.Making.recipe;
import static dev.cria.recipes.cli.Making.run;

import java.util.List;
import java.util.stream.Stream;

/** The list of mistakes, in the order in which a beginner meets them. */
final class Mistakes {

    private Mistakes() {}

    static List<Mistake> all() {
        return Stream.of(
                        commands(),
                        recipes(),
                        MistakesOfModels.all(),
                        MistakesOfRows.all(),
                        values(),
                        runs())
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
}
