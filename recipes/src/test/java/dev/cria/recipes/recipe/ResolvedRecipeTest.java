package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResolvedRecipeTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void readingItAgainGivesTheSameRecipe() {
        Recipe recipe =
                written.read(
                        Written.SFT.replace(
                                        "[chat.jsonl]",
                                        "[{path: chat.jsonl, max_samples: 2}, chat.jsonl]")
                                + "name: 'yes: no # it''s'\nthreads: 2\nlora: {lora_target: [v_proj, q_proj]}\n");
        Path resolved = written.file("elsewhere/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }

    @Test
    void stagesThatDrawAnswersAreReadAgainThoughAllDefaultsAreSpeltOut() {
        Recipe recipe =
                written.read(
                        """
                        output_dir: %s/run
                        stages:
                          - stage: rejection_sampling
                            model: {model_name_or_path: base}
                            reward: {rewards: [overlap]}
                            select: {unique: false}
                            data: {datasets: chat.jsonl}
                          - stage: grpo
                            model: {model_name_or_path: base}
                            reward: {rewards: [overlap]}
                            data: {datasets: chat.jsonl}
                        """);
        Path resolved = written.file("elsewhere/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }

    @Test
    void aModelThatIsGoneOnWithKeepsItsOwnShape() {
        Recipe recipe =
                written.read(
                        """
                        output_dir: %s/run
                        stage: pretrain
                        data: {datasets: chat.jsonl}
                        model: {model_name_or_path: base}
                        """);
        Path resolved = written.file("elsewhere/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }

    @Test
    void aPresetIsWrittenOutAsTheShapeThatItStandsFor() {
        Recipe recipe =
                written.read(
                        """
                        output_dir: %s/run
                        stage: pretrain
                        data: {datasets: chat.jsonl}
                        model: {tokenizer_path: base, preset: llama3.2-3b}
                        """);
        String yaml = ResolvedRecipe.yaml(recipe);
        assertTrue(yaml.contains("hidden_size: 3072\n"), yaml);
        Path resolved = written.file("elsewhere/resolved.yaml", yaml);
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }

    @Test
    void aMixOfSeveralFilesIsReadAgainAsItWas() {
        written.file("b.jsonl", "");
        String mix = "[{path: [chat.jsonl, b.jsonl], weight: 0.7}, {path: '*.jsonl', weight: 3}]";
        Recipe recipe = written.read(Written.SFT.replace("[chat.jsonl]", mix));
        assertEquals(2, recipe.stages().get(0).datasets("datasets").size());
        Path resolved = written.file("elsewhere/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe.stages(), RecipeReader.read(resolved, List.of()).stages());
    }

    @Test
    void keysThatAreLeftOutHaveTheirDefaults() {
        Stage stage = written.read(Written.SFT).stages().get(0);
        assertEquals(8, stage.integer("lora_rank"));
        assertEquals(1e-4, stage.number("learning_rate"));
        assertTrue(stage.flag("packing"));
        assertEquals(folder.resolve("base"), stage.path("model_name_or_path"));
        for (Key key : Schema.STAGES.get("sft")) {
            assertTrue(stage.values().containsKey(key.name()), key.name());
        }
    }

    @Test
    void everyDefaultIsWrittenOut() {
        String yaml = ResolvedRecipe.yaml(written.read(Written.SFT));
        for (Key key : Schema.STAGES.get("sft")) {
            if (!key.name().equals("adapter_name_or_path")) {
                assertTrue(yaml.contains(key.name() + ":"), key.name());
            }
        }
        assertTrue(yaml.contains("adam_beta2: 0.999\n"), yaml);
    }

    @Test
    void settingsDifferWhereAStageWouldDoSomethingElse() {
        Recipe recipe = written.read(Written.SFT);
        Stage stage = recipe.stages().get(0);
        Recipe slower = written.read(Written.SFT, "learning_rate=1e-5", "threads=1");
        Recipe reseeded = written.read(Written.SFT, "seed=1");
        var settings = ResolvedRecipe.settings(recipe, stage);
        assertNotEquals(settings, ResolvedRecipe.settings(slower, slower.stages().get(0)));
        assertNotEquals(settings, ResolvedRecipe.settings(reseeded, stage));
        assertEquals(
                settings, ResolvedRecipe.settings(written.read(Written.SFT, "threads=1"), stage));
    }

    @Test
    void aliasesOfOtherFrameworksAreReadWithAWarning() {
        Recipe recipe = written.read(Written.SFT + "lora: {lora_r: 3}\n");
        assertEquals(3, recipe.stages().get(0).integer("lora_rank"));
        assertEquals(
                List.of(
                        folder.resolve("recipe.yaml")
                                + ":9:8: 'lora_r' is read as 'lora.lora_rank'"),
                recipe.warnings());
    }
}
