package dev.cria.recipes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.trainer.loop.StepMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** metrics.jsonl: one object per optimizer step, in order. */
public final class MetricsLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Clock clock;

    /** The log of a run folder. */
    public MetricsLog(Path file) {
        this(file, Clock.systemUTC());
    }

    MetricsLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Appends a step; each line reaches the operating system before the next step. Its time is that
     * of the end of the step, in seconds since 1970.
     */
    public void append(StepMetrics step) {
        ObjectNode line = JSON.createObjectNode();
        line.put("stage", step.stage());
        line.put("step", step.step());
        line.put("total_steps", step.totalSteps());
        line.put("loss", step.loss());
        line.put("grad_norm", step.gradNorm());
        line.put("learning_rate", step.learningRate());
        line.put("tokens", step.tokens());
        line.put("tokens_per_s", step.tokensPerSecond());
        line.put("seconds", step.seconds());
        line.put("time", clock.millis() / 1e3);
        step.extras().forEach(line::put);
        try {
            Files.writeString(
                    file,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Takes away the steps of a stage after the one that it goes on from, and a last line that a
     * crash has cut off.
     */
    public void cutAfter(String stage, long step) {
        List<JsonNode> all = read();
        List<JsonNode> kept =
                all.stream()
                        .filter(
                                line ->
                                        !line.path("stage").asText().equals(stage)
                                                || line.path("step").asLong() <= step)
                        .toList();
        if (kept.size() < all.size() || isTorn()) {
            StringBuilder text = new StringBuilder();
            kept.forEach(line -> text.append(line).append('\n'));
            DurableFiles.writeFile(file, text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The steps of a stage. */
    public List<JsonNode> of(String stage) {
        return read().stream().filter(line -> line.path("stage").asText().equals(stage)).toList();
    }

    /** All steps; a last line that was cut off by a crash is left out. */
    public List<JsonNode> read() {
        String text = text();
        List<JsonNode> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            number++;
            try {
                lines.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new UserException(
                        "%s:%d: is damaged; delete the line to go on".formatted(file, number), e);
            }
        }
        return lines;
    }

    private boolean isTorn() {
        String text = text();
        return !text.isEmpty() && !text.endsWith("\n");
    }

    private String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
