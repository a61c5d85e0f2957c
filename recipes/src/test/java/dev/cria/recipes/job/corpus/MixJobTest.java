package dev.cria.recipes.job.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.recipes.job.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed rows of stage mix, and training on them. */
final class MixJobTest {

    private static final String MIX =
            """
            stages:
              - stage: mix
                model: {tokenizer_path: tokenizer}
                mix:
                  sources: [train.jsonl]
                  max_seq_len: 128
                  shuffle: false
                  tokens_per_shard: 1000
            """;

    private static final String TRAIN =
            """
                data: {datasets: %s, max_seq_len: 128, shuffle: false}
                train: {max_steps: 8, per_device_train_batch_size: 2, learning_rate: 5e-3}
            """;

    @TempDir private Path folder;

    private TinyRun run;

    @BeforeEach
    void texts() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 60, List.of());
    }

    /** The stage of {@link TinyRun#SMALL_PRETRAIN} without its first line. */
    private static String pretrain(String datasets) {
        return TinyRun.SMALL_PRETRAIN.lines().skip(1).toList().stream()
                        .reduce("", (all, line) -> all + line + "\n")
                + TRAIN.formatted(datasets);
    }

    private List<Double> losses(String output) {
        return run.metrics(output).stream()
                .filter(step -> step.has("loss"))
                .map(step -> step.get("loss").asDouble())
                .toList();
    }

    @Test
    void trainingOnPackedRowsHasTheLossesOfTrainingOnTheDocuments() throws IOException {
        run.recipe("stages:\n" + pretrain("train.jsonl")).run("raw", () -> false);
        List<Double> expected = losses("raw");
        List<JsonNode> raw = run.metrics("raw");
        run.recipe(MIX + pretrain("'${output_dir}/mix'")).run("packed", () -> false);
        assertEquals(8, expected.size());
        assertEquals(expected, losses("packed"));
        assertEquals(
                raw.stream().map(step -> step.path("tokens")).toList(),
                run.metrics("packed").stream().map(step -> step.path("tokens")).toList());
        Map<String, String> facts = run.facts();
        assertTrue(facts.get("source train.jsonl").contains("100.00% of the mix"), "" + facts);
        assertTrue(facts.get("rows").contains("of 128"), "" + facts);
    }

    @Test
    void packedRowsMixWithDocumentsAndCanBeMeasuredOn() throws IOException {
        run.texts("more.jsonl", 20, List.of());
        String data = "[{path: '${output_dir}/mix', weight: 0.5}, {path: more.jsonl, weight: 0.5}]";
        String recipe =
                MIX
                        + pretrain(data)
                                .replace(
                                        "max_seq_len:",
                                        "heldout: '${output_dir}/mix', max_seq_len:");
        run.recipe(recipe).run("mixed", () -> false);
        Map<String, String> facts =
                run.results().values().stream().skip(1).findFirst().get().facts();
        assertTrue(facts.get("data mix").contains("packed into"), "" + facts);
        assertTrue(
                facts.get("mix mix").matches("(4[89]|5[012])\\.\\d% of the tokens.*"), "" + facts);
        assertTrue(facts.containsKey("perplexity after, mix"), "" + facts);
    }

    @Test
    void rowsOfAnotherTokenizerOrOfMoreTokensOrWithAnotherContentAreRefused() throws IOException {
        run.recipe(MIX).run("made", () -> false);
        String stage = "stages:\n" + pretrain("made/mix");
        refused(stage.replace("max_seq_len: 128", "max_seq_len: 64"), "raise data.max_seq_len");
        TokenizerFiles.writeFolder(
                folder.resolve("other"), new BpeTrainer(513).train(Stream.of("the cat sat on")));
        refused(
                stage.replace("tokenizer_path: tokenizer", "tokenizer_path: other"),
                "was tokenised with the tokenizer of SHA-256");
        refused(
                "stages:\n" + pretrain("[{path: train.jsonl, format: packed}]"),
                "PACKED.json is missing");
        Path shard = folder.resolve("made/mix/rows-000000.arrow");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);
        refused(stage, shard.toString());
    }

    @Test
    void aMixOfTooFewTokensSaysSoAndMayBeAskedForFewer() throws IOException {
        String asked = MIX.replace("shuffle: false", "max_tokens: 900_000");
        UserException error =
                assertThrows(UserException.class, () -> run.recipe(asked).run("few", () -> false));
        assertTrue(error.getMessage().contains("max_tokens: 900000 are wanted"), "" + error);
        run.recipe(asked + "      allow_fewer_tokens: true\n").run("few", () -> false);
        String note = run.facts().get("ended early");
        assertTrue(note.contains("every source has reached its max_epochs"), "" + run.facts());
    }

    private void refused(String recipe, String message) {
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> run.recipe(recipe).run("refused-" + message.hashCode(), () -> false));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
