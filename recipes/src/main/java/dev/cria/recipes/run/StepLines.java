package dev.cria.recipes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of JSON objects, a line each, in the order of stages and steps. */
final class StepLines {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    StepLines(Path file) {
        this.file = file;
    }

    /** The beginning of a line. */
    static ObjectNode line(String stage, long step) {
        return JSON.createObjectNode().put("stage", stage).put("step", step);
    }

    /** Appends a line; it reaches the operating system before this returns. */
    void append(ObjectNode line) {
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
     * Takes away the lines of a stage after the step that it goes on from, and a last line that a
     * crash has cut off.
     */
    void cutAfter(String stage, long step) {
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

    /** The lines of a stage. */
    List<JsonNode> of(String stage) {
        return read().stream().filter(line -> line.path("stage").asText().equals(stage)).toList();
    }

    /** All lines; a last one that was cut off by a crash is left out. */
    List<JsonNode> read() {
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
