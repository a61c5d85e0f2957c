package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a curation read, dropped, changed and kept, for people to look at: {@code card.json} of its
 * output. The same inputs and steps make the same card.
 *
 * @param format of this file
 * @param inputs the first files that were read
 * @param inputFiles how many there are
 * @param inputBytes of all of them, as they are stored
 * @param before the documents that were read
 * @param after the documents that were kept
 * @param badRows rows that held no document
 * @param badRowExamples the first of them
 * @param maskedBy labels of the steps that replace personal data, also in excerpts; empty for none
 * @param steps in their order
 * @param results what steps found out, by their labels
 */
public record DataCard(
        int format,
        List<Input> inputs,
        @JsonProperty("input_files") long inputFiles,
        @JsonProperty("input_bytes") long inputBytes,
        CorpusStats before,
        CorpusStats after,
        @JsonProperty("bad_rows") long badRows,
        @JsonProperty("bad_row_examples") List<CardStats.BadRow> badRowExamples,
        @JsonProperty("masked_by") List<String> maskedBy,
        List<Step> steps,
        Map<String, Map<String, String>> results) {

    /** What the card is called within the output of a curation. */
    public static final String FILE = "card.json";

    /** The format that this version writes. */
    public static final int FORMAT = 1;

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /**
     * A file that was read.
     *
     * @param bytes as it is stored
     * @param modified when it was last changed, in UTC
     */
    public record Input(String name, long bytes, String modified) {}

    /**
     * A step.
     *
     * @param name of its kind
     * @param settings all that can be set
     * @param byLanguage what is otherwise for documents in a language
     */
    public record Step(
            String name,
            SortedMap<String, Object> settings,
            @JsonProperty("by_language") SortedMap<String, SortedMap<String, Object>> byLanguage,
            StepStats stats) {}

    /** As it is written. */
    public byte[] json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The card in the output of a curation.
     *
     * @throws UserException when there is none
     */
    public static DataCard read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserException(
                    "%s: there is no such file; name the output folder of a curation, or its run"
                            .formatted(file));
        }
        DataCard card;
        try {
            card = JSON.readValue(file.toFile(), DataCard.class);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(
                    "%s: is no data card (%s); curate again, or take it from a copy"
                            .formatted(file, e.getMessage().lines().findFirst().orElse("")),
                    e);
        }
        if (card.format() != FORMAT) {
            throw new UserException(
                    "%s: is of format %d; this version of Cria draws format %d"
                            .formatted(file, card.format(), FORMAT));
        }
        return card;
    }
}
