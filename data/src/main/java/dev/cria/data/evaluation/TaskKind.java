package dev.cria.data.evaluation;

import java.util.Arrays;
import java.util.List;

/** What a task asks of a model. */
public enum TaskKind {
    /** The likeliest of several continuations. */
    MULTIPLE_CHOICE("multiple_choice", "acc acc_norm acc_bytes"),
    /** An answer in the model's own words. */
    GENERATE("generate", "exact_match math_equal"),
    /** How likely the model finds whole texts. */
    PERPLEXITY(
            "perplexity",
            "word_perplexity byte_perplexity char_perplexity bits_per_byte bits_per_char");

    private final String word;
    private final String metrics;

    TaskKind(String word, String metrics) {
        this.word = word;
        this.metrics = metrics;
    }

    /** As task files spell it. */
    public String word() {
        return word;
    }

    /** What can be measured. */
    public List<String> metrics() {
        return List.of(metrics.split(" "));
    }

    /** How all are spelt. */
    public static List<String> words() {
        return Arrays.stream(values()).map(TaskKind::word).toList();
    }
}
