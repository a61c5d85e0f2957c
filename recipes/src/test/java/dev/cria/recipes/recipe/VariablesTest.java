package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ${…}} in recipes. */
final class VariablesTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void aKeyStandsForAnotherOfItsStageGivenOrNot() {
        Stage stage =
                written.read(Written.SFT + "lora: {lora_rank: 32, lora_alpha: \"${lora_rank}\"}\n")
                        .stages()
                        .get(0);
        assertEquals(32.0, stage.number("lora_alpha"));
        Stage usual =
                written.read(Written.SFT + "lora: {lora_alpha: \"${lora.lora_rank}\"}\n")
                        .stages()
                        .get(0);
        assertEquals(8.0, usual.number("lora_alpha"));
        Stage asked =
                written.read(Written.SFT + "lora: {lora_alpha: \"${lora_rank}\"}\n", "lora_rank=64")
                        .stages()
                        .get(0);
        assertEquals(64.0, asked.number("lora_alpha"));
    }

    @Test
    void textsAreFilledInPartsAndListsAsAWhole() {
        Recipe recipe =
                written.read(
                        """
                        name: rank-${lora_rank}-${seed}
                        stage: sft
                        model: {model_name_or_path: base}
                        data: {datasets: [chat.jsonl], heldout: "${datasets}"}
                        train: {max_steps: 1}
                        output_dir: "%s/${name}"
                        """);
        assertEquals("rank-8-42", recipe.name());
        assertEquals(folder.resolve("rank-8-42"), recipe.outputDir());
        Stage stage = recipe.stages().get(0);
        assertEquals(stage.datasets("datasets"), stage.datasets("heldout"));
    }

    @Test
    void anotherStageIsNamedAndPathsKeepTheirFolder() {
        written.file("base/more/config.json", "{}");
        Recipe recipe =
                written.read(
                        """
                        output_dir: %s/run
                        stages:
                          - stage: sft
                            name: first
                            model: {model_name_or_path: base}
                            data: {datasets: chat.jsonl}
                          - stage: sft
                            model: {model_name_or_path: "${first.model_name_or_path}/more"}
                            data: {datasets: "${first.datasets}"}
                            train: {learning_rate: "${first.train.learning_rate}"}
                        """,
                        "first.learning_rate=5e-5");
        Stage second = recipe.stages().get(1);
        assertEquals(folder.resolve("base/more"), second.path("model_name_or_path"));
        assertEquals(5e-5, second.number("learning_rate"));
    }

    @Test
    void theEnvironmentIsReadWithOrWithoutADefault() {
        Recipe recipe =
                written.read(
                        Written.SFT
                                + "name: \"${env:CRIA_NO_SUCH,mine}\"\nthreads: \"${oc.env:CRIA_NO_SUCH,3}\"\n");
        assertEquals("mine", recipe.name());
        assertEquals(3, recipe.threads());
        String path = System.getenv("PATH");
        assertEquals(path, written.read(Written.SFT + "name: \"${env:PATH}\"\n").name());
        assertEquals(
                List.of(
                        "9:10: threads: the environment has no CRIA_NO_SUCH; set it, or give a default: ${env:CRIA_NO_SUCH,…}"),
                written.problems(Written.SFT + "threads: \"${env:CRIA_NO_SUCH}\"\n"));
        assertTrue(
                written.problems(Written.SFT + "threads: \"${PATH}\"\n")
                        .get(0)
                        .contains("for the environment write ${env:PATH}"));
    }

    @Test
    void aCircleIsToldWithItsLinks() {
        List<String> problems =
                written.problems(
                        Written.SFT
                                + "lora: {lora_rank: \"${lora_alpha}\", lora_alpha: \"${lora_rank}\"}\n");
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.get(0)
                        .contains("in a circle: sft.lora_rank -> sft.lora_alpha -> sft.lora_rank"),
                problems::toString);
        String itself = Written.SFT.replace("%s/run", "\"${output_dir}/run\"");
        assertTrue(
                written.problems(itself).get(0).contains("circle: output_dir -> output_dir"),
                () -> written.problems(itself).toString());
    }

    @Test
    void whatHasNoValueOrSeveralIsToldAndPlainDollarsStay() {
        String sft = Written.SFT + "lora: {lora_rank: \"${%s}\"}\n".replace("%s", "WORD");
        assertTrue(
                written.problems(sft.replace("WORD", "lora_rnk"))
                        .get(0)
                        .contains("unknown variable ${lora_rnk}; did you mean 'lora_rank'?"));
        assertTrue(
                written.problems(sft.replace("WORD", "heldout"))
                        .get(0)
                        .contains("${heldout} has no value; stage sft does not give"));
        assertTrue(
                written.problems(sft.replace("\"${WORD}\"", "\"1${datasets}\""))
                        .get(0)
                        .contains("is a list or a mapping"));
        Stage stage =
                written.read(
                                Written.SFT
                                        + "eval: {eval_steps: 1, sample_prompts: [\"$${HOME} $5 {x}\"]}\n")
                        .stages()
                        .get(0);
        assertEquals(List.of("${HOME} $5 {x}"), stage.texts("sample_prompts"));
    }

    @Test
    void aResolvedRecipeWithPlainDollarsIsReadAgainAsItWas() {
        Recipe recipe =
                written.read(
                        Written.SFT
                                + "name: \"a $${b}\"\neval: {eval_steps: 1, sample_prompts: [\"$${HOME}\"]}\n");
        Path resolved = written.file("again/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }
}
