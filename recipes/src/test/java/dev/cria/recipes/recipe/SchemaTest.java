package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {

    @TempDir Path folder;

    @Test
    void namesOfKeysAreUniqueWithinAStage() {
        Schema.STAGES.forEach(
                (type, keys) -> {
                    List<String> names = keys.stream().map(Key::name).toList();
                    assertEquals(new HashSet<>(names).size(), names.size(), type);
                });
    }

    @Test
    void aliasesLeadToKeysAndAreNoKeysThemselves() {
        List<String> names =
                Schema.STAGES.values().stream().flatMap(List::stream).map(Key::name).toList();
        Aliases.KEYS.forEach(
                (alias, name) -> {
                    assertTrue(names.contains(name), name);
                    assertTrue(!names.contains(alias), alias);
                });
    }

    @Test
    void defaultsAreWithinTheirOwnRules() {
        for (Key key : Schema.STAGES.values().stream().flatMap(List::stream).toList()) {
            switch (key.kind()) {
                case INTEGER, NUMBER -> {
                    double value = ((Number) key.initial()).doubleValue();
                    assertTrue(value >= key.min() && value <= key.max(), key.path());
                }
                case CHOICE, CHOICE_OR_INPUT ->
                        assertTrue(key.choices().contains(key.initial()), key.path());
                case CHOICES ->
                        assertTrue(key.choices().containsAll((List<?>) key.initial()), key.path());
                default -> {}
            }
        }
    }

    /** Each key, given a value that is not its default, reaches the record of its stage. */
    @TestFactory
    Stream<DynamicTest> everyKeyIsRead() {
        Written written = new Written(folder).withInputs();
        List<DynamicTest> tests = new ArrayList<>();
        Schema.STAGES.forEach(
                (type, keys) ->
                        keys.forEach(
                                key ->
                                        tests.add(
                                                DynamicTest.dynamicTest(
                                                        type + " " + key.path(),
                                                        () -> isRead(written, type, key)))));
        return tests.stream();
    }

    private static void isRead(Written written, String type, Key key) {
        Sample sample = Sample.of(key, written.folder());
        Map<String, String> given = Sample.required(type, key);
        given.put(key.path(), sample.text());
        StringBuilder text = new StringBuilder("stage: " + type + "\noutput_dir: %s/run\n");
        Sample.sections(given).forEach((name, body) -> text.append(body));
        Stage stage = written.read(text.toString()).stages().get(0);
        assertEquals(sample.value(), stage.values().get(key.name()), text.toString());
    }
}
