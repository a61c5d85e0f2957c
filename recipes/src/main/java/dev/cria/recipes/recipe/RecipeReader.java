package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a recipe, applies {@code key=value} overrides and reports everything that is wrong. */
public final class RecipeReader {

    private RecipeReader() {}

    /**
     * Reads a recipe. Paths in it are relative to its folder; those of overrides and the run
     * folder, to where the command runs.
     *
     * @throws RecipeException with all its problems
     */
    public static Recipe read(Path file, List<String> overrides) {
        Problems problems = new Problems();
        List<String> warnings = new ArrayList<>();
        Drafts drafts =
                new Drafts(file, Overrides.ofRounds(overrides, problems), problems, warnings)
                        .read(Includes.expand(file, YamlTree.read(file)));
        new Overrides(drafts, problems).apply(overrides);
        new Variables(drafts, file, System::getenv, problems).fill();
        Top top = Top.read(file, drafts.top(), problems);
        Outputs outputs = new Outputs(top.outputDir());
        Values values = new Values(new Paths(outputs, problems), problems);
        List<Stage> stages = new ArrayList<>();
        for (Draft draft : drafts.stages()) {
            Stage stage = stage(draft, values, problems);
            new Checks(draft, stage, problems, warnings).check();
            new UsualChecks(draft, stage, warnings).check();
            outputs.add(stage);
            stages.add(stage);
        }
        problems.throwIfAny();
        return new Recipe(
                top.name(),
                top.outputDir(),
                top.seed(),
                top.threads(),
                top.recovery(),
                top.tracking(),
                stages,
                warnings.stream().distinct().toList());
    }

    /** A stage without the keys whose values are wrong. */
    private static Stage stage(Draft draft, Values values, Problems problems) {
        Map<String, Object> read = new LinkedHashMap<>();
        for (Key key : draft.keys()) {
            Given given = draft.given().get(key.name());
            if (given != null && given.value() == null) {
                continue;
            }
            Object value = given == null ? Presets.initial(draft, key) : values.read(key, given);
            if (value != null) {
                read.put(key.name(), value);
            } else if (given == null) {
                problems.add(
                        draft.place(),
                        "stage %s needs '%s': %s"
                                .formatted(draft.base(), key.path(), key.documentation()));
            }
        }
        return new Stage(draft.type(), draft.name(), draft.round(), read);
    }
}
