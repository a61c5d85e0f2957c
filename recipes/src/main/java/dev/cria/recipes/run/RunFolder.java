package dev.cria.recipes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.KeyEffects;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeChanges;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.track.Tracker;
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
        return metrics(Tracker.NONE);
    }

    /** metrics.jsonl, and a tracker that is told of its steps. */
    MetricsLog metrics(Tracker tracker) {
        return new MetricsLog(folder.resolve("metrics.jsonl"), tracker);
    }

    /** samples.jsonl. */
    public SamplesLog samples() {
        return new SamplesLog(folder.resolve("samples.jsonl"));
    }

    /** Whether a path is the folder of a run. */
    public static boolean isOne(Path path) {
        return Files.exists(path.resolve(RESOLVED));
    }

    /** The recipe of the run that a folder holds, with all of its values. */
    public static Recipe recipeOf(Path run) {
        return RecipeReader.read(run.resolve(RESOLVED), List.of("output_dir=" + run));
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
        TreeSet<String> remedies = new TreeSet<>();
        for (Stage stage : recipe.stages()) {
            if (Files.exists(settings(stage)) && !beginsAgain(stage)) {
                RecipeChanges found = RecipeChanges.of(read(settings(stage)), recipe, stage);
                found.refused()
                        .forEach(c -> changes.add("stage %s, %s".formatted(stage.name(), c)));
                if (!found.refused().isEmpty()) {
                    remedies.add(found.remedy());
                }
            }
        }
        if (!changes.isEmpty()) {
            throw new UserException(
                    """
                    %s: this run was begun with other settings; nothing is overwritten
                      %s
                      %s"""
                            .formatted(
                                    folder,
                                    String.join("\n  ", changes),
                                    String.join("\n  ", remedies)));
        }
    }

    /** Writes down the recipe with all defaults. */
    void begin() {
        write(folder.resolve(RESOLVED), ResolvedRecipe.yaml(recipe));
    }

    /**
     * Writes down what a stage is asked, unless it has checkpoints: those were made with what is
     * written there. What a killed process was writing is deleted; the lock must be held.
     */
    void begin(Stage stage) {
        Leftovers.remove(of(stage));
        if (!goesOn(stage) || !Files.exists(settings(stage))) {
            remember(stage);
        }
    }

    /** Writes down what a stage is asked. */
    public void remember(Stage stage) {
        write(settings(stage), json(ResolvedRecipe.settings(recipe, stage)));
    }

    private boolean goesOn(Stage stage) {
        return KeyEffects.isTraining(stage.type())
                && stage.text("resume").equals("auto")
                && Files.exists(checkpoints(stage));
    }

    /** A mix that has not ended keeps those of its files that fit what it is asked now. */
    private boolean beginsAgain(Stage stage) {
        boolean free = KeyEffects.isTraining(stage.type()) && !goesOn(stage);
        return (free || stage.type().equals("mix")) && resultOf(stage).isEmpty();
    }

    /** Writes down that a stage has ended. */
    void end(Stage stage, JobResult result) {
        write(result(stage), json(result.facts()));
    }

    /** What a stage has said at its end; empty if it has not ended. */
    public Optional<JobResult> resultOf(Stage stage) {
        Path file = result(stage);
        return Files.exists(file) ? Optional.of(new JobResult(read(file))) : Optional.empty();
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
