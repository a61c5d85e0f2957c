package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What tests of stages have in common that learn from their own answers.
 *
 * @param folder of the runs
 * @param stage name of the stage
 * @param model what it writes, a file in its folder
 */
record AnswerRounds(Path folder, String stage, String model) {

    static void prompts(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("prompts.jsonl"),
                """
                {"prompt":"the"}
                {"question":"sat","answer":"#### 3"}
                {"messages":[{"role":"user","content":"cat"},{"role":"assistant","content":"the cat"}]}
                """);
    }

    List<JsonNode> steps(TinyRun run, String output) {
        return run.metrics(output).stream()
                .filter(step -> step.path("stage").asText().equals(stage))
                .toList();
    }

    /**
     * Stops a run in the middle of a round, so often as the user is asked, goes on, and compares it
     * with one that was not stopped.
     */
    void assertSameAfterAStop(TinyRun run, int asked, long stepsPerRound) throws IOException {
        AtomicInteger times = new AtomicInteger();
        assertThrows(
                InterruptedRun.class, () -> run.run("cut", () -> times.incrementAndGet() > asked));
        Path newest = newestCheckpoint("cut");
        long step = Long.parseLong(newest.getFileName().toString().substring(5));
        assertTrue(step % stepsPerRound != 0, "stopped between two rounds, after step " + step);
        try (SafetensorsFile kept = SafetensorsFile.open(newest.resolve("answers.safetensors"))) {
            assertTrue(kept.tensors().containsKey("ids"), "no answers are kept");
        }
        run.run("cut", () -> false);
        assertEquals(run.metrics("whole"), run.metrics("cut"));
        for (String file : List.of(model, "rollouts.jsonl")) {
            assertArrayEquals(bytes("whole", file), bytes("cut", file), file);
        }
        assertArrayEquals(
                Files.readAllBytes(newestCheckpoint("whole").resolve("optimizer.safetensors")),
                Files.readAllBytes(newestCheckpoint("cut").resolve("optimizer.safetensors")));
    }

    private Path newestCheckpoint(String output) throws IOException {
        Path all = folder.resolve(output).resolve("checkpoints").resolve(stage);
        try (Stream<Path> entries = Files.list(all)) {
            return entries.filter(path -> path.getFileName().toString().matches("step-\\d{9}"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private byte[] bytes(String output, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve(stage).resolve(file));
    }

    static double mean(List<JsonNode> steps, String figure) {
        return steps.stream()
                .mapToDouble(step -> step.path(figure).asDouble())
                .average()
                .orElseThrow();
    }
}
