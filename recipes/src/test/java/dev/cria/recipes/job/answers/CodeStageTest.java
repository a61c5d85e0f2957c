package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.trainer.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The reward code, in a stage. What the model says becomes a comment of the prompt's code. */
@ExtendWith(OneThread.class)
final class CodeStageTest {

    private static final String STAGES =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
              - stage: rejection_sampling
                name: picked
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                sampling: {num_generations: 2, max_new_tokens: 4}
                reward: {rewards: [code], reward_weights: [2], code_seconds: 8}
                select: {finished: false, unique: false, same_language: false}
                data: {datasets: prompts.jsonl, max_seq_len: 128}
            """;

    private static final String ROW =
            "{\"prompt\":\"def f(x):\\n    return x + 1\\n#\",\"entry_point\":\"f\",\"test\":\"def check(g):\\n    assert g(1) == %d\\n\"}\n";

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        try {
            Sandbox.open(null);
        } catch (UserException refused) {
            System.err.println("SKIPPED, no sandbox: " + refused.getMessage());
            Assumptions.abort(refused.getMessage());
        }
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of()).recipe(STAGES);
    }

    @Test
    void programsAreWorthWhatTheirTestsSay() throws IOException {
        Files.writeString(folder.resolve("prompts.jsonl"), ROW.formatted(2) + ROW.formatted(3));
        run.run("run", () -> false);
        List<String> lines = Files.readAllLines(folder.resolve("run/picked/sft.jsonl"));
        assertEquals(2, lines.size());
        assertEquals(2, reward(lines.get(0)));
        assertEquals(0, reward(lines.get(1)));
    }

    private static double reward(String line) throws IOException {
        JsonNode row = new JsonMapper().readTree(line);
        return row.at("/scores/code").asDouble(-1);
    }

    @Test
    void aRowWithoutTestsIsNamed() throws IOException {
        Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\":\"hi\"}\n");
        UserException wrong = assertThrows(UserException.class, () -> run.run("run", () -> false));
        assertTrue(wrong.getMessage().contains("prompts.jsonl:1"), wrong::getMessage);
        assertTrue(wrong.getMessage().contains("needs tests"), wrong::getMessage);
    }
}
