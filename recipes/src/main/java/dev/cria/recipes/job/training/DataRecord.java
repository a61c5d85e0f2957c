package dev.cria.recipes.job.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.run.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers what the rows of a stage were made from, so that it goes on with the same rows only:
 * {@code stages/NAME.data.json}.
 */
public record DataRecord(StageContext context) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    /**
     * Compares with what the stage began with, if it has checkpoints.
     *
     * @param made what the rows were made from
     * @throws UserException if a data set has changed
     */
    public void requireSame(Map<String, String> made) {
        Path file = file();
        try {
            boolean goesOn =
                    Files.exists(file)
                            && Files.exists(context.checkpoints())
                            && context.stage().text("resume").equals("auto")
                            && !context.stage().texts("resume_with_changes").contains("datasets");
            if (goesOn) {
                requireSame(JSON.readValue(file.toFile(), TEXTS), made);
            }
            DurableFiles.writeFile(
                    file,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new TreeMap<>(made)));
        } catch (JsonProcessingException e) {
            throw new UserException(file + ": is damaged; delete it to go on", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    /** What was written down; nothing where nothing was. */
    Map<String, String> made() {
        Path file = file();
        try {
            return Files.exists(file) ? JSON.readValue(file.toFile(), TEXTS) : Map.of();
        } catch (IOException e) {
            throw new UserException(file + ": is damaged; delete it to go on", e);
        }
    }

    private Path file() {
        return context.recipe()
                .outputDir()
                .resolve("stages")
                .resolve(context.stage().name() + ".data.json");
    }

    private void requireSame(Map<String, String> before, Map<String, String> made) {
        List<String> changed = new ArrayList<>();
        made.forEach(
                (paths, name) -> {
                    if (!name.equals(before.get(paths))) {
                        changed.add(paths);
                    }
                });
        if (!changed.isEmpty()) {
            throw new UserException(
                    "stage %s: the content of %s, or the tokenizer, has changed since the stage began; it goes on with the same rows only. Put back what was there, or begin again (resume=never, or another output_dir)"
                            .formatted(context.stage().name(), String.join(" and ", changed)));
        }
    }
}
