package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverridesTest {

    private static final String TWO =
            """
            output_dir: %s/run
            stages:
              - stage: sft
                model: {model_name_or_path: base}
                data: {datasets: chat.jsonl}
              - stage: export
                model: {model_name_or_path: base}
                export: {formats: [hf]}
              - stage: sft
                name: again
                model: {model_name_or_path: base}
                data: {datasets: chat.jsonl}
            """;

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void aLeafASectionAndAStageNameAKey() {
        for (String key :
                List.of("max_steps", "train.max_steps", "sft.max_steps", "sft.train.max_steps")) {
            Recipe recipe = written.read(Written.SFT, key + "=7");
            assertEquals(7, recipe.stages().get(0).integer("max_steps"), key);
        }
        assertEquals(
                "full",
                written.read(Written.SFT, "finetuning_type=full")
                        .stages()
                        .get(0)
                        .text("finetuning_type"));
    }

    @Test
    void aStageIsMeantByItsNameAndNoOtherChanges() {
        List<Stage> stages = written.read(TWO, "again.learning_rate=1e-3").stages();
        assertEquals(1e-4, stages.get(0).number("learning_rate"));
        assertEquals(1e-3, stages.get(2).number("learning_rate"));
    }

    @Test
    void aKeyOfSeveralStagesMustSayWhich() {
        assertEquals(
                List.of(
                        "argument learning_rate=1: several stages have this key; say which: sft.learning_rate=…, again.learning_rate=…"),
                written.problems(TWO, "learning_rate=1"));
    }

    @Test
    void keysOfTheRecipeListsDataSetsAndAliasesCanBeGiven() {
        Recipe recipe =
                written.read(
                        TWO,
                        "seed=7",
                        "output_dir=" + folder.resolve("other"),
                        "formats=[hf, gguf]",
                        "sft.lora_r=3",
                        "sft.datasets=[{path: "
                                + folder.resolve("chat.jsonl")
                                + ", max_samples: 2}]");
        assertEquals(7, recipe.seed());
        assertEquals(folder.resolve("other"), recipe.outputDir());
        assertEquals(List.of("hf", "gguf"), recipe.stages().get(1).texts("formats"));
        assertEquals(3, recipe.stages().get(0).integer("lora_rank"));
        assertEquals(2, recipe.stages().get(0).datasets("datasets").get(0).maxSamples());
    }

    @Test
    void pathsOfTheCommandLineStartWhereTheCommandRuns() {
        List<String> problems = written.problems(Written.SFT, "model_name_or_path=base");
        assertTrue(problems.get(0).contains(Path.of("base").toAbsolutePath() + " does not exist"));
    }

    @Test
    void wrongArgumentsAreToldTogether() {
        assertEquals(
                List.of(
                        "argument nonsense: expected key=value, such as learning_rate=1e-4",
                        "argument lerning_rate=1: no stage of this recipe has this key; did you mean 'learning_rate'?",
                        "argument threads=many: threads: expected a whole number from 0 to 4096, found 'many'",
                        "argument max_steps=x: train.max_steps: expected a whole number, found 'x'"),
                written.problems(
                        Written.SFT, "nonsense", "lerning_rate=1", "max_steps=x", "threads=many"));
        assertTrue(
                written.problems(Written.SFT, "datasets=[a")
                        .get(0)
                        .contains("expected a list such as"));
    }
}
