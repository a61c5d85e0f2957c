package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every key of every stage, changed alone: it is refused, or allowed and listed. */
final class KeyEffectsTest {

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> aChangedKeyIsRefusedOrAllowedAndListed() {
        Written written = new Written(folder).withInputs();
        return Schema.STAGES.entrySet().stream()
                .flatMap(
                        type ->
                                type.getValue().stream()
                                        .map(
                                                key ->
                                                        DynamicTest.dynamicTest(
                                                                type.getKey() + " " + key.path(),
                                                                () ->
                                                                        isSeen(
                                                                                written,
                                                                                type.getKey(),
                                                                                key))));
    }

    private static void isSeen(Written written, String type, Key key) {
        Map<String, String> given = Sample.required(type, key);
        if (key.required()) {
            given.put(key.path(), key.kind() == Kind.TEXTS ? "[other]" : "base");
        } else {
            given.put(key.path(), Sample.of(key, written.folder()).text());
        }
        Recipe now = read(written, type, given);
        Map<String, String> before =
                ResolvedRecipe.settings(read(written, type, given), now.stages().get(0));
        String old = before.get(key.path());
        before.put(key.path(), "what it was");
        Stage stage = now.stages().get(0);
        RecipeChanges changes = RecipeChanges.of(before, now, stage);
        assertEquals(
                List.of("%s: what it was, now %s".formatted(key.path(), old)),
                changes.changes().stream().map(String::valueOf).toList());
        boolean free = changes.changes().get(0).effect() == KeyEffect.NONE;
        assertEquals(free ? List.of() : changes.changes(), changes.refused());
        assertEquals(
                free, changes.summary().contains("without effect on the result: " + key.path()));
        if (changes.changes().get(0).effect() == KeyEffect.RESULT) {
            Map<String, Object> values = new java.util.HashMap<>(stage.values());
            values.put("resume_with_changes", List.of(key.name()));
            Stage naming = new Stage(type, stage.name(), values);
            assertEquals(
                    List.of(),
                    new RecipeChanges(naming, changes.changes()).refused(),
                    "may be named");
            assertFalse(
                    Schema.STAGES.get(type).stream()
                            .filter(k -> k.name().equals("resume_with_changes"))
                            .noneMatch(k -> k.choices().contains(key.name())));
        }
    }

    private static Recipe read(Written written, String type, Map<String, String> given) {
        StringBuilder text = new StringBuilder("stage: " + type + "\noutput_dir: %s/run\n");
        Sample.sections(given).forEach((name, body) -> text.append(body));
        return written.read(text.toString());
    }
}
