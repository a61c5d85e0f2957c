package dev.cria.trainer.code;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.data.examples.CodeTests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of HumanEval (github.com/openai/human-eval) as it is published, unpacked. */
public final class HumanEval {

    private static final List<String> FIELDS =
            List.of("task_id", "prompt", "entry_point", "canonical_solution", "test");

    private HumanEval() {}

    /**
     * A task.
     *
     * @param solution a right completion of the prompt
     */
    public record Task(String id, CodeTests tests, String solution) {}

    /**
     * All tasks in the order of the file.
     *
     * @throws UserException with file, line and field where one is not as expected
     */
    public static List<Task> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserException(
                    file + ": cannot be read; expected HumanEval.jsonl: " + e.getMessage(), e);
        }
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                tasks.add(task(Path.of(file + ":" + (i + 1)), lines.get(i)));
            }
        }
        return tasks;
    }

    private static Task task(Path place, String line) {
        ObjectNode row = Json.parseObject(place, line.getBytes(StandardCharsets.UTF_8));
        for (String field : FIELDS) {
            if (!row.path(field).isTextual()) {
                throw new UserException(
                        "%s: %s is no text; rows of HumanEval have %s"
                                .formatted(place, field, FIELDS));
            }
        }
        return new Task(
                row.path("task_id").asText(),
                CodeTests.ofHumanEval(
                        row.path("prompt").asText(),
                        row.path("entry_point").asText(),
                        row.path("test").asText()),
                row.path("canonical_solution").asText());
    }
}
