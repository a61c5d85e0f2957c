package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.COLUMNS;
import static dev.cria.recipes.recipe.Kind.DATASETS;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUTS;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.STEPS;

import dev.cria.data.curate.OutputFormat;
import dev.cria.data.curate.Profile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keys about texts and examples: sections curate, tokenizer and data. */
final class DataKeys {

    static final List<Key> CURATE =
            List.of(
                    curate(
                            "inputs",
                            INPUTS,
                            null,
                            "JSONL (.gz), Parquet or text files, or folders"),
                    curate(
                            "columns",
                            COLUMNS,
                            Map.of(),
                            "columns that hold text, id, url, source and language"),
                    curate(
                            "steps",
                            STEPS,
                            List.of(),
                            "what is done to documents, in order; 'cria steps' lists all"),
                    curate(
                                    "profile",
                                    CHOICE,
                                    "auto",
                                    "steps that go together; auto: english where there are no steps")
                            .oneOf(profiles()),
                    curate(
                                    "output_format",
                                    CHOICE,
                                    OutputFormat.PARQUET.ending(),
                                    "how documents that are kept are written")
                            .oneOf(OutputFormat.names().toArray(String[]::new)),
                    curate("bad_row_limit", INTEGER, 100, "unreadable rows before giving up"),
                    curate(
                            "keep_dropped",
                            FLAG,
                            false,
                            "write what is dropped, with reasons, too"));

    static final List<Key> TOKENIZER =
            List.of(
                    Key.of("tokenizer", "train_on", INPUTS, null, "texts to learn from"),
                    Key.of(
                                    "tokenizer",
                                    "vocab_size",
                                    INTEGER,
                                    4096,
                                    "tokens, the 256 bytes and 256 special ones included")
                            .between(512, 1_000_000));

    private static final List<Key> PACKING =
            List.of(
                    data(
                            "packing",
                            FLAG,
                            true,
                            "fill rows with examples that do not see each other"));

    private static final String EXCESS = "what happens to longer examples";

    /** Plain texts. */
    static final List<Key> TEXTS =
            joined(
                    Stream.of(
                            data("text files to learn from", "auto", "text", "packed"),
                            PACKING,
                            excess(
                                    "cut",
                                    "what happens to longer texts; cut: into pieces of max_seq_len"),
                            annealing("auto", "text", "packed")));

    /** Conversations. */
    static final List<Key> CONVERSATIONS =
            joined(
                    Stream.of(
                            data(
                                    "conversations",
                                    "auto",
                                    "messages",
                                    "alpaca",
                                    "sharegpt",
                                    "prompt_completion"),
                            PACKING,
                            excess("drop", EXCESS),
                            annealing(
                                    "auto", "messages", "alpaca", "sharegpt", "prompt_completion"),
                            List.of(
                                    data("train_on", CHOICE, "assistant", "which turns carry loss")
                                            .oneOf("assistant", "last", "all"))));

    /** Preference pairs. */
    static final List<Key> PAIRS =
            joined(
                    Stream.of(
                            data("preference pairs", "auto", "preference", "kto"),
                            excess("drop", EXCESS)));

    /** Prompts that are answered while a stage trains. */
    static final List<Key> PROMPTS =
            List.of(
                    data("datasets", DATASETS, null, "prompts, with the answer that is known")
                            .oneOf(
                                    "auto",
                                    "prompts",
                                    "messages",
                                    "alpaca",
                                    "sharegpt",
                                    "prompt_completion"),
                    data("heldout", DATASETS, List.of(), "prompts whose reward is measured")
                            .oneOf(
                                    "auto",
                                    "prompts",
                                    "messages",
                                    "alpaca",
                                    "sharegpt",
                                    "prompt_completion"),
                    data("max_seq_len", INTEGER, 2048, "tokens of prompt and answer, at most")
                            .between(2, 1 << 24),
                    data("shuffle", FLAG, true, "ask in another order each round"));

    /** Answers that are ranked. */
    static final List<Key> RANKINGS =
            joined(
                    Stream.of(
                            data(
                                    "preference pairs, with edited answers or without",
                                    "auto",
                                    "preference"),
                            excess("drop", EXCESS)));

    /** Prompts whose answers are kept. */
    static final List<Key> ASKED =
            List.of(
                    data("datasets", DATASETS, null, "prompts, with the answer that is known")
                            .oneOf(
                                    "auto",
                                    "prompts",
                                    "messages",
                                    "alpaca",
                                    "sharegpt",
                                    "prompt_completion"),
                    data("max_seq_len", INTEGER, 2048, "tokens of prompt and answer, at most")
                            .between(2, 1 << 24));

    /** What a model makes instructions of. */
    static final List<Key> SEEDS =
            List.of(
                    data("datasets", DATASETS, null, "texts or prompts to make instructions of")
                            .oneOf(
                                    "auto",
                                    "text",
                                    "prompts",
                                    "messages",
                                    "alpaca",
                                    "sharegpt",
                                    "prompt_completion"),
                    data("max_seq_len", INTEGER, 2048, "tokens of instruction and answer, at most")
                            .between(2, 1 << 24));

    private DataKeys() {}

    private static String[] profiles() {
        return Stream.concat(Stream.of("auto"), Profile.names().stream()).toArray(String[]::new);
    }

    private static Key curate(String name, Kind kind, Object initial, String documentation) {
        return Key.of("curate", name, kind, initial, documentation);
    }

    private static Key data(String name, Kind kind, Object initial, String documentation) {
        return Key.of("data", name, kind, initial, documentation);
    }

    private static List<Key> data(String what, String... formats) {
        return List.of(
                data("datasets", DATASETS, null, what + "; with weights: shares of the tokens")
                        .oneOf(formats),
                data(
                                "heldout",
                                DATASETS,
                                List.of(),
                                "held-out " + what + ", measured on before and after")
                        .oneOf(formats),
                data("max_seq_len", INTEGER, 512, "tokens in a row").between(8, 1 << 20),
                data("shuffle", FLAG, true, "another order in every epoch"));
    }

    private static List<Key> excess(String initial, String documentation) {
        Key key = data("excess_length", CHOICE, initial, documentation);
        return List.of(
                initial.equals("cut")
                        ? key.oneOf("cut", "drop", "truncate", "error")
                        : key.oneOf("drop", "truncate", "error"));
    }

    /** Another mix at the end. Source: Grattafiori et al. 2024, section 3.4.3. */
    private static List<Key> annealing(String... formats) {
        return List.of(
                data(
                                "anneal_datasets",
                                DATASETS,
                                List.of(),
                                "data sets of the last steps, in the place of datasets")
                        .oneOf(formats),
                data("anneal_ratio", NUMBER, 0.0, "share of the steps that take anneal_datasets")
                        .between(0, 1),
                data("anneal_steps", INTEGER, 0, "anneal_ratio as a number of steps"));
    }

    private static List<Key> joined(Stream<List<Key>> parts) {
        return parts.flatMap(List::stream).toList();
    }
}
