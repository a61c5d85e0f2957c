package dev.cria.recipes.cli;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * How mistakes are made: a line of the recipe, a row of its data or a file of its model is another.
 */
final class Making {

    static final String DATA = "data: {datasets: [alpaca.json], max_seq_len: 256}";
    static final String TRAIN = "train: {max_steps: 2, learning_rate: 1e-4}";
    static final String LORA = "lora: {lora_rank: 4, lora_alpha: 8}";
    static final String MODEL = "model: {model_name_or_path: base}";
    static final String MINE = "%s/mine.yaml";

    private Making() {}

    static Mistake mistake(
            String title, String shown, int code, Function<Beginner, Beginner.Said> make) {
        return new Mistake(title, shown, code, make);
    }

    static Mistake command(String title, String shown, String... arguments) {
        return mistake(title, shown, 2, here -> here.run(arguments));
    }

    /**
     * A line of the recipe is another one. What is odd is told by validate, what is wrong by run.
     */
    static Mistake recipe(String title, int code, String line, String other) {
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
    static Mistake data(String title, String rows) {
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

    static Beginner.Said rows(Beginner here) {
        here.recipe(DATA, "data: {datasets: [rows.jsonl], max_seq_len: 256}");
        return here.run("validate", MINE);
    }

    static Beginner.Said run(Beginner here) {
        return here.run("run", MINE);
    }

    static Beginner.Said on(Beginner here, Path model) {
        here.recipe(MODEL, "model: {model_name_or_path: " + model + "}");
        return here.run("validate", MINE);
    }

    /** A copy of the base model with another text in one of its files. */
    static Beginner.Said changed(Beginner here, String file, String before, String after) {
        Path copy = here.copyOfBase("changed");
        here.change(copy, file, before, after);
        return on(here, copy);
    }

    /** A model that is far larger than those of beginners. */
    static Beginner.Said large(Beginner here, String preset, String checkpoint) {
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

    static Beginner.Said preferences(Beginner here, String dpo) {
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
