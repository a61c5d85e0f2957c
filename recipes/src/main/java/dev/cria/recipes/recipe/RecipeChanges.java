package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * In what a stage differs from what it was asked before.
 *
 * @param stage as it is asked now
 */
public record RecipeChanges(Stage stage, List<Change> changes) {

    /** A key, as {@code section.name}, and its values. */
    public record Change(String path, String before, String now, KeyEffect effect) {

        /** For messages. */
        @Override
        public String toString() {
            return "%s: %s, now %s".formatted(path, before, now);
        }

        private String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    /**
     * Compares.
     *
     * @param before by {@link ResolvedRecipe#settings}; a key that is not there has its default
     */
    public static RecipeChanges of(Map<String, String> before, Recipe recipe, Stage stage) {
        Map<String, String> now = ResolvedRecipe.settings(recipe, stage);
        Map<String, String> defaults = ResolvedRecipe.defaults(stage.type());
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.keySet());
        List<Change> changes = new ArrayList<>();
        for (String path : paths) {
            String old = before.getOrDefault(path, defaults.getOrDefault(path, "not set"));
            String given = now.getOrDefault(path, "not set");
            if (!old.equals(given)) {
                changes.add(new Change(path, old, given, KeyEffects.of(stage, path)));
            }
        }
        return new RecipeChanges(stage, List.copyOf(changes));
    }

    /** Those that the stage cannot go on with: it was not told to, or it has no way to. */
    public List<Change> refused() {
        List<String> named =
                KeyEffects.isTraining(stage.type())
                        ? stage.texts("resume_with_changes")
                        : List.of();
        return changes.stream()
                .filter(change -> change.effect != KeyEffect.NONE)
                .filter(
                        change ->
                                change.effect == KeyEffect.STATE || !named.contains(change.name()))
                .toList();
    }

    /** What to do about those that are refused. */
    public String remedy() {
        List<String> names =
                refused().stream()
                        .filter(change -> change.effect == KeyEffect.RESULT)
                        .map(Change::name)
                        .toList();
        return names.isEmpty()
                ? "Take the changes back, or set another output_dir for a new run"
                : "Take the changes back, go on with them by checkpoint.resume_with_changes: [%s], or set another output_dir for a new run"
                        .formatted(String.join(", ", names));
    }

    /** All of them with what they do, for the line that a stage goes on with. */
    public String summary() {
        if (changes.isEmpty()) {
            return "the recipe is the same";
        }
        List<String> same = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (Change change : changes) {
            (change.effect == KeyEffect.NONE ? same : other).add(change.toString());
        }
        List<String> parts = new ArrayList<>();
        if (!other.isEmpty()) {
            parts.add("changed and altering the result: " + String.join("; ", other));
        }
        if (!same.isEmpty()) {
            parts.add("changed without effect on the result: " + String.join("; ", same));
        }
        return String.join("; ", parts);
    }
}
