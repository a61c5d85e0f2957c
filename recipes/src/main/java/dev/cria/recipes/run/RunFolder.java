package dev.cria.recipes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The folder of a run. Each stage has a folder of its own, and a record of what it was asked and
 * what came out: {@code stages/NAME.json} when it has ended, {@code stages/NAME.yaml} from its
 * start.
 */
public final class RunFolder {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    /** The folder of a recipe's run. */
    public RunFolder(Recipe recipe) {
        this.folder = recipe.outputDir();
    }

    /** Where the run lies. */
    public Path path() {
        return folder;
    }

    /** Where a stage writes. */
    public Path of(Stage stage) {
        return folder.resolve(stage.name());
    }

    /** metrics.jsonl. */
    public MetricsLog metrics() {
        return new MetricsLog(folder.resolve("metrics.jsonl"));
    }

    /**
     * Refuses to go on with a recipe that asks something else of a stage that has begun; nothing is
     * overwritten.
     */
    public void requireSameRecipe(Recipe recipe) {
        for (Stage stage : recipe.stages()) {
            Path asked = asked(stage);
            if (Files.exists(asked) && !read(asked).equals(ResolvedRecipe.yaml(stage))) {
                throw new UserException(
                        "%s: stage '%s' was begun with other settings (%s); set another output_dir, or delete that folder to start again"
                                .formatted(folder, stage.name(), asked));
            }
        }
    }

    /** Writes down the recipe with all defaults. */
    public void begin(Recipe recipe) {
        write(folder.resolve("resolved-recipe.yaml"), ResolvedRecipe.yaml(recipe));
    }

    /** Writes down what a stage is asked. */
    public void begin(Stage stage) {
        write(asked(stage), ResolvedRecipe.yaml(stage));
    }

    /** Writes down that a stage has ended. */
    public void end(Stage stage, JobResult result) {
        try {
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result.facts());
            write(ended(stage), json + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a stage has said at its end; empty if it has not ended. */
    public Optional<JobResult> result(Stage stage) {
        if (!Files.exists(ended(stage))) {
            return Optional.empty();
        }
        try {
            TypeReference<LinkedHashMap<String, String>> type = new TypeReference<>() {};
            return Optional.of(new JobResult(JSON.readValue(ended(stage).toFile(), type)));
        } catch (IOException e) {
            throw new UserException(ended(stage) + ": is damaged: " + e.getMessage(), e);
        }
    }

    private Path asked(Stage stage) {
        return folder.resolve("stages").resolve(stage.name() + ".yaml");
    }

    private Path ended(Stage stage) {
        return folder.resolve("stages").resolve(stage.name() + ".json");
    }

    private static void write(Path file, String text) {
        DurableFiles.writeFile(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
