package dev.cria.trainer.distill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What the file of a teacher's probabilities is about: its first line, as JSON.
 *
 * @param format version of the file
 * @param rows how many it has when it is complete
 * @param topK how many of the likeliest tokens of each target
 * @param temperature by which the teacher's logits were divided
 * @param vocabSize rows of the teacher's head
 * @param tokenizer SHA-256 of its tokenizer.json
 * @param teacher SHA-256 of its weights
 */
public record StoreHeader(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) long rows,
        @JsonProperty(value = "top_k", required = true) int topK,
        @JsonProperty(required = true) double temperature,
        @JsonProperty(value = "vocab_size", required = true) int vocabSize,
        @JsonProperty(required = true) String tokenizer,
        @JsonProperty(required = true) String teacher) {

    static final int FORMAT = 1;

    /** Of the present version. */
    public static StoreHeader of(
            long rows,
            int topK,
            double temperature,
            int vocabSize,
            String tokenizer,
            String teacher) {
        return new StoreHeader(FORMAT, rows, topK, temperature, vocabSize, tokenizer, teacher);
    }

    /** What is other in another header, for people. */
    String differences(StoreHeader now) {
        List<String> found = new ArrayList<>();
        add(found, "rows", rows, now.rows);
        add(found, "top_k", topK, now.topK);
        add(found, "temperature", temperature, now.temperature);
        add(found, "vocabulary", vocabSize, now.vocabSize);
        add(found, "tokenizer", tokenizer, now.tokenizer);
        add(found, "teacher", teacher, now.teacher);
        return String.join("; ", found);
    }

    private static void add(List<String> found, String name, Object before, Object now) {
        if (!before.equals(now)) {
            found.add("%s %s, now %s".formatted(name, before, now));
        }
    }
}
