package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage synthesize, from seeds to a stage that learns from what was made of them. */
@ExtendWith(OneThread.class)
final class SynthesizeStageTest {

    private static final String MODEL =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 4, learning_rate: 1e-2}
            """;

    /** More than are made at a time. */
    private static final String SYNTHESIZE =
            """
              - stage: synthesize
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                synthesize:
                  instruction_prompts: ["ask about {seed}", "{seed}?"]
                  system_prompts: [be brief]
                  num_instructions: 64
                sampling: {max_new_tokens: 6, temperature: 2.0, top_p: 1.0}
                select: {finished: false}
                data: {datasets: seeds.jsonl, max_seq_len: 96}
            """;

    private static final String LEARNING =
            """
              - stage: curate
                curate:
                  inputs: ["${output_dir}/synthesize/documents.jsonl"]
                  steps: [minhash_dedup, exact_dedup]
                  output_format: jsonl
              - stage: sft
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: "${output_dir}/curate/documents", max_seq_len: 256}
                train: {max_steps: 1}
            """;

    @TempDir Path folder;

    @Test
    void whatIsMadeOfSeedsIsFilteredAndLearnt() throws IOException {
        TinyRun run = run().recipe(MODEL + SYNTHESIZE + LEARNING);
        run.run("run", () -> false);
        List<JsonNode> rows = rows("run/synthesize/documents.jsonl");
        assertTrue(rows.size() >= 10, rows.size() + " rows");
        Set<String> draws = new HashSet<>();
        for (JsonNode row : rows) {
            assertEquals(
                    row.path("instruction").asText() + "\n\n" + row.path("output").asText(),
                    row.path("text").asText());
            assertTrue(draws.add(row.path("answer_seed").asText()));
            assertEquals("be brief", row.path("system_prompt").asText());
            assertTrue(row.path("seed_origin").asText().contains("seeds.jsonl:"));
            String id = row.path("id").asText();
            int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
            String asked = row.path("instruction_prompt").asText();
            assertEquals(number % 2 == 0, asked.startsWith("ask about "), asked);
        }
        assertTrue(Files.exists(folder.resolve("run/sft/adapter")));
    }

    @Test
    void aStageThatWasKilledGoesOnAndEndsTheSame() throws IOException {
        TinyRun run = run().recipe(MODEL + SYNTHESIZE);
        run.run("whole", () -> false);
        Path whole = folder.resolve("whole/synthesize/seeds.jsonl");
        byte[] journal = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut/synthesize/seeds.jsonl");
        assertThrows(
                InterruptedRun.class,
                () ->
                        run.run(
                                "cut",
                                () ->
                                        Files.exists(
                                                folder.resolve(
                                                        "cut/stages/pretrain.result.json"))));
        Files.createDirectories(cut.getParent());
        Files.write(cut, Arrays.copyOf(journal, journal.length - 200));
        run.run("cut", () -> false);
        assertArrayEquals(journal, Files.readAllBytes(cut));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole/synthesize/documents.jsonl")),
                Files.readAllBytes(folder.resolve("cut/synthesize/documents.jsonl")));
    }

    @Test
    void otherSeedsThanTheStageBeganWithAreRefused() throws IOException {
        TinyRun run = run().recipe(MODEL + SYNTHESIZE);
        run.run("run", () -> false);
        Files.delete(folder.resolve("run/stages/synthesize.result.json"));
        Files.writeString(folder.resolve("seeds.jsonl"), "{\"text\":\"something else\"}\n");
        UserException refused =
                assertThrows(UserException.class, () -> run.run("run", () -> false));
        assertTrue(refused.getMessage().contains("the seeds have changed"), refused.getMessage());
    }

    private TinyRun run() throws IOException {
        Files.writeString(
                folder.resolve("seeds.jsonl"),
                """
                {"text":"the cat"}
                {"prompt":"sat sat"}
                {"instruction":"the the","output":"cat"}
                """);
        return new TinyRun(folder).texts("train.jsonl", 8, List.of());
    }

    private List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            rows.add(new JsonMapper().readTree(line));
        }
        return rows;
    }
}
