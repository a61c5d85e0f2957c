package dev.cria.recipes.job.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.recipe.RecipeChanges;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which checkpoint a stage goes on from, by {@code checkpoint.resume}, and whether it may with the
 * recipe, the data and the base as they are now.
 */
record Resumption(StageContext context) {

    /** Deletes or sets aside what the stage shall not go on from. */
    void prepare() {
        String resume = context.stage().text("resume");
        if (resume.equals("never")) {
            // A run that its supervisor has started again goes on in any case.
            if (!context.attempt().isRestart()) {
                deleteCheckpoints();
            }
        } else if (!resume.equals("auto")) {
            new SetAside(context).before(Path.of(resume));
        }
    }

    /**
     * The checkpoint to go on from, verified; empty where the stage begins.
     *
     * @throws UserException when the stage must not go on from it
     */
    Optional<Checkpoint> checkpoint(CheckpointStore store, RunFacts now) {
        Optional<Checkpoint> newest = store.newest();
        String resume = context.stage().text("resume");
        if (newest.isEmpty() && !List.of("auto", "never").contains(resume)) {
            newest = Optional.of(SetAside.named(Path.of(resume)));
        }
        newest.ifPresent(checkpoint -> requireFits(checkpoint, now));
        return newest;
    }

    private void requireFits(Checkpoint checkpoint, RunFacts now) {
        RecipeChanges changes = changes(checkpoint);
        if (!changes.refused().isEmpty()) {
            throw new UserException(
                    "%s was made with other settings%n  %s%n  %s"
                            .formatted(
                                    checkpoint.folder(),
                                    String.join(
                                            System.lineSeparator() + "  ",
                                            changes.refused().stream()
                                                    .map(String::valueOf)
                                                    .toList()),
                                    changes.remedy()));
        }
        Map<String, String> data = RunFacts.part(checkpoint.facts(), RunFacts.DATA);
        boolean sameRows =
                data.isEmpty()
                        || new TreeSet<>(data.values()).equals(new TreeSet<>(now.data().values()));
        if (!sameRows && !named("datasets")) {
            throw new UserException(
                    "%s was made with other data (%s); go on with the present ones by checkpoint.resume_with_changes: [datasets]"
                            .formatted(checkpoint.folder(), String.join(", ", data.keySet())));
        }
        String base = checkpoint.facts().get(RunFacts.BASE);
        if (base != null && !base.equals(now.base()) && !named("model_name_or_path")) {
            throw new UserException(
                    "%s belongs to a base model with the hash %s, but that of %s is %s; put back the base that the stage began with, or go on with this one by checkpoint.resume_with_changes: [model_name_or_path]"
                            .formatted(
                                    checkpoint.folder(),
                                    base,
                                    context.stage().path("model_name_or_path"),
                                    now.base()));
        }
    }

    private boolean named(String key) {
        return context.stage().texts("resume_with_changes").contains(key);
    }

    private RecipeChanges changes(Checkpoint checkpoint) {
        Map<String, String> before = RunFacts.settings(checkpoint.facts());
        Stage stage = context.stage();
        return before.isEmpty()
                ? new RecipeChanges(stage, List.of())
                : RecipeChanges.of(before, context.recipe(), stage);
    }

    /** In one line: where the stage goes on, what was lost, and what is other than it was. */
    String line(Checkpoint from) {
        int lost = 0;
        double seconds = 0;
        for (JsonNode step : context.metrics().of(context.stage().name())) {
            if (step.path("step").asLong() > from.step()) {
                lost++;
                seconds += step.path("seconds").asDouble();
            }
        }
        return String.format(
                Locale.ROOT,
                "goes on after step %d from %s; lost: %d steps, %.1f s; %s",
                from.step(),
                from.folder(),
                lost,
                seconds,
                changes(from).summary());
    }

    private void deleteCheckpoints() {
        try {
            Storage.disk().delete(context.checkpoints());
        } catch (IOException e) {
            throw new UserException(context.checkpoints() + ": cannot be deleted: " + e, e);
        }
    }
}
