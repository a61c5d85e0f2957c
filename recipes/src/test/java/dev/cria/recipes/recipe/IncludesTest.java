package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code include:} in recipes. */
final class IncludesTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void keysOfOtherFilesCountWhereTheRecipeGivesNone() {
        written.file(
                "parts/shared.yaml",
                "model: {model_name_or_path: ../base}\ntrain: {max_steps: 5, learning_rate: 1e-3}\n");
        written.file("parts/slow.yaml", "train: {learning_rate: 1e-5}\nseed: 7\n");
        Recipe recipe =
                written.read(
                        """
                        stage: sft
                        output_dir: %s/run
                        include: [parts/shared.yaml, parts/slow.yaml]
                        data: {datasets: [chat.jsonl]}
                        train: {max_steps: 9}
                        """);
        Stage stage = recipe.stages().get(0);
        assertEquals(folder.resolve("base"), stage.path("model_name_or_path"));
        assertEquals(9, stage.integer("max_steps"));
        assertEquals(1e-5, stage.number("learning_rate"));
        assertEquals(7, recipe.seed());
    }

    @Test
    void stagesIncludeTooAndFilesIncludeOthers() {
        written.file("a.yaml", "include: more/b.yaml\ntrain: {max_steps: 2}\n");
        written.file("more/b.yaml", "train: {max_steps: 1, warmup_steps: 1}\n");
        Recipe recipe =
                written.read(
                        """
                        output_dir: %s/run
                        stages:
                          - stage: sft
                            include: a.yaml
                            model: {model_name_or_path: base}
                            data: {datasets: chat.jsonl}
                        """);
        assertEquals(2, recipe.stages().get(0).integer("max_steps"));
        assertEquals(1, recipe.stages().get(0).integer("warmup_steps"));
    }

    @Test
    void problemsStandWhereTheKeyStands() {
        Path shared = written.file("shared.yaml", "train:\n  lerning_rate: 1\n  max_steps: many\n");
        List<String> problems = written.problems("include: shared.yaml\n" + Written.SFT);
        assertEquals(
                List.of(
                        shared
                                + ":2:3: unknown key 'lerning_rate' of stage sft; did you mean 'learning_rate' (in section train)?"),
                problems);
    }

    @Test
    void anotherNameOfAKeyIsTheSameKey() {
        written.file("shared.yaml", "train: {lr: 1e-3}\n");
        String text = Written.SFT.replace("max_steps: 5", "learning_rate: 2e-3");
        assertEquals(
                2e-3,
                written.read("include: shared.yaml\n" + text)
                        .stages()
                        .get(0)
                        .number("learning_rate"));
    }

    @Test
    void circlesMissingFilesAndFoldersAreRefused() {
        Path one = written.file("one.yaml", "include: two.yaml\n");
        written.file("two.yaml", "include: one.yaml\n");
        String circle = written.problems("include: one.yaml\n").get(0);
        assertTrue(circle.contains("in a circle: "), circle);
        assertTrue(
                circle.contains(one + " -> " + folder.resolve("two.yaml") + " -> " + one), circle);
        assertTrue(written.problems("include: recipe.yaml\n").get(0).contains("in a circle"));
        String missing = written.problems("stage: sft\ninclude: absent.yaml\n").get(0);
        assertTrue(missing.startsWith("2:10: include: "), missing);
        assertTrue(missing.contains("absent.yaml is not a file; paths are relative to"), missing);
        assertTrue(written.problems("include: base\n").get(0).contains("is not a file"));
        assertTrue(written.problems("include: {a: b}\n").get(0).contains("expected a path"));
    }

    @Test
    void manyFilesAreTooMany() {
        for (int i = 0; i < 12; i++) {
            written.file(
                    "f" + i + ".yaml", "include: [f%d.yaml, f%d.yaml]\n".formatted(i + 1, i + 1));
        }
        written.file("f12.yaml", "seed: 1\n");
        assertTrue(written.problems("include: f0.yaml\n").get(0).contains("more than 64 files"));
    }
}
