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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of a run. Each stage has a folder of its own and two records: {@code
 * stages/NAME.settings.json} from its start, {@code stages/NAME.result.json} once it has ended.
 */
public final class RunFolder {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS =
            new TypeReference<>() {};
    private static final String RESOLVED = "resolved-recipe.yaml";
    private static final String LOCK = "LOCK";

    private final Recipe recipe;
    private final Path folder;

    /** The folder of a recipe's run. */
    public RunFolder(Recipe recipe) {
        this.recipe = recipe;
        this.folder = recipe.outputDir();
    }

    /** What the run is called. */
    public String name() {
        return recipe.name();
    }

    /** Where the run lies. */
    public Path path() {
        return folder;
    }

    /** Where a stage writes. */
    Path of(Stage stage) {
        return folder.resolve(stage.name());
    }

    /** Where a stage keeps its checkpoints. */
    Path checkpoints(Stage stage) {
        return folder.resolve("checkpoints").resolve(stage.name());
    }

    /** metrics.jsonl. */
    public MetricsLog metrics() {
        return new MetricsLog(folder.resolve("metrics.jsonl"));
    }

    /** samples.jsonl. */
    public SamplesLog samples() {
        return new SamplesLog(folder.resolve("samples.jsonl"));
    }

    /** Whether a path is the folder of a run. */
    public static boolean isOne(Path path) {
        return Files.exists(path.resolve(RESOLVED));
    }

    /**
     * Refuses a folder that is something else, and a recipe that asks something else of a stage
     * that has begun. Writes nothing.
     */
    public void requireFits() {
        if (Files.exists(folder) && !isOne(folder) && holdsSomething()) {
            throw new UserException(
                    folder + ": is not the folder of a run and not empty; set another output_dir");
        }
        List<String> changes = new ArrayList<>();
        recipe.stages().forEach(stage -> changes.addAll(changes(stage)));
        if (!changes.isEmpty()) {
            throw new UserException(
                    """
                    %s: this run was begun with other settings; nothing is overwritten
                      %s
                      Set another output_dir for a new run, or take the changes back to go on with this one"""
                            .formatted(folder, String.join("\n  ", changes)));
        }
    }

    /** Writes down the recipe with all defaults. */
    void begin() {
        write(folder.resolve(RESOLVED), ResolvedRecipe.yaml(recipe));
    }

    /** Writes down what a stage is asked. */
    void begin(Stage stage) {
        write(settings(stage), json(ResolvedRecipe.settings(recipe, stage)));
    }

    /** Writes down that a stage has ended. */
    void end(Stage stage, JobResult result) {
        write(result(stage), json(result.facts()));
    }

    /** What a stage has said at its end; empty if it has not ended. */
    Optional<JobResult> resultOf(Stage stage) {
        Path file = result(stage);
        return Files.exists(file) ? Optional.of(new JobResult(read(file))) : Optional.empty();
    }

    private List<String> changes(Stage stage) {
        if (!Files.exists(settings(stage))) {
            return List.of();
        }
        Map<String, String> before = read(settings(stage));
        Map<String, String> now = ResolvedRecipe.settings(recipe, stage);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        return keys.stream()
                .filter(key -> !before.getOrDefault(key, "").equals(now.getOrDefault(key, "")))
                .map(
                        key ->
                                "stage %s, %s: %s, now %s"
                                        .formatted(
                                                stage.name(),
                                                key,
                                                before.getOrDefault(key, "not set"),
                                                now.getOrDefault(key, "not set")))
                .toList();
    }

    private boolean holdsSomething() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(entry -> !entry.getFileName().toString().equals(LOCK));
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Path settings(Stage stage) {
        return folder.resolve("stages").resolve(stage.name() + ".settings.json");
    }

    private Path result(Stage stage) {
        return folder.resolve("stages").resolve(stage.name() + ".result.json");
    }

    private static void write(Path file, String text) {
        DurableFiles.writeFile(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> read(Path file) {
        try {
            return JSON.readValue(file.toFile(), TEXTS);
        } catch (IOException e) {
            throw new UserException(
                    "%s: is damaged (%s); delete it to run its stage again"
                            .formatted(file, e.getMessage().lines().findFirst().orElse("")),
                    e);
        }
    }

    private static String json(Map<String, String> texts) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(texts) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
