package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.track.Tracker;
import dev.cria.trainer.loop.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {

    @TempDir Path folder;
    private Path file;
    private MetricsLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("metrics.jsonl");
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_500_250), ZoneOffset.UTC);
        log = new MetricsLog(file, Tracker.NONE, clock);
    }

    private static StepMetrics step(String stage, long step) {
        return new StepMetrics(
                stage, step, 9, 2.5, 0.5, 1e-3, 64, 128.0, 0.5, Map.of("reward_accuracy", 0.75));
    }

    private List<String> steps() {
        return log.read().stream()
                .map(line -> line.path("stage").asText() + line.path("step").asLong())
                .toList();
    }

    @Test
    void aStepIsOneObjectWithEveryField() throws IOException {
        log.append(step("dpo", 1));
        assertEquals(
                "{\"stage\":\"dpo\",\"step\":1,\"total_steps\":9,\"loss\":2.5,\"grad_norm\":0.5,"
                        + "\"learning_rate\":0.001,\"tokens\":64,\"tokens_per_s\":128.0,\"seconds\":0.5,"
                        + "\"time\":1500.25,"
                        + "\"reward_accuracy\":0.75}\n",
                Files.readString(file));
    }

    @Test
    void stepsAfterTheOneGoneOnFromAreCutAndThoseOfOtherStagesStay() {
        log.append(step("sft", 1));
        log.append(step("sft", 2));
        log.append(step("dpo", 1));
        log.append(step("dpo", 2));
        log.append(step("dpo", 3));
        log.cutAfter("dpo", 1);
        assertEquals(List.of("sft1", "sft2", "dpo1"), steps());
        log.append(step("dpo", 2));
        assertEquals(List.of("sft1", "sft2", "dpo1", "dpo2"), steps());
        assertEquals(2, log.of("dpo").size());
    }

    @Test
    void aLineThatACrashCutOffIsLeftOutAndDoesNotSpoilTheNext() throws IOException {
        log.append(step("sft", 1));
        Files.writeString(file, "{\"stage\":\"sft\",\"st", StandardOpenOption.APPEND);
        assertEquals(List.of("sft1"), steps());
        log.cutAfter("sft", 1);
        log.append(step("sft", 2));
        assertEquals(List.of("sft1", "sft2"), steps());
    }

    @Test
    void damageElsewhereNamesTheLine() throws IOException {
        Files.writeString(file, "{\"stage\":\"sft\"}\n{\"stage\"\n{}\n");
        UserException damaged = assertThrows(UserException.class, log::read);
        assertTrue(damaged.getMessage().startsWith(file + ":2: is damaged"), damaged.getMessage());
    }

    @Test
    void figuresThatAreNoNumberAreLeftOut() {
        log.append(new StepMetrics("sft", 1, 1, Double.NaN, 0, 0, 0, 0, 0, Map.of()));
        JsonNode line = log.read().get(0);
        assertTrue(line.path("loss").isMissingNode(), line::toString);
    }

    @Test
    void aRunWithoutStepsHasNone() {
        log.cutAfter("sft", 0);
        assertEquals(List.of(), log.read());
        assertTrue(Files.notExists(file));
    }
}
