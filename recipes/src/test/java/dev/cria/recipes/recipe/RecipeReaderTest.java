package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipeReaderTest {

    @TempDir Path folder;

    @BeforeEach
    void inputs() throws IOException {
        Files.createDirectories(folder.resolve("base"));
        Files.writeString(folder.resolve("chat.jsonl"), "{}\n");
    }

    private static final String SFT =
            """
            stage: sft
            output_dir: runs/x
            model:
              model_name_or_path: base
            data:
              datasets: [chat.jsonl]
            """;

    private Recipe read(String yaml, String... overrides) throws IOException {
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, yaml);
        return RecipeReader.read(file, List.of(overrides));
    }

    private String problems(String yaml, String... overrides) {
        return assertThrows(RecipeException.class, () -> read(yaml, overrides)).getMessage();
    }

    @Test
    void keysThatAreLeftOutHaveTheirDefaults() throws IOException {
        Stage stage = read(SFT).stages().get(0);
        assertEquals(8, stage.integer("lora_rank"));
        assertEquals(1e-4, stage.number("learning_rate"));
        assertTrue(stage.flag("packing"));
        assertEquals(folder.resolve("base"), stage.path("model_name_or_path"));
        for (Key key : Schema.STAGES.get("sft")) {
            assertTrue(stage.values().containsKey(key.name()), key.name());
        }
    }

    @Test
    void allProblemsAreReportedAtOnceWithLineAndNearestName() {
        String message =
                problems(
                        """
                        stage: sft
                        model:
                          model_name_or_path: nowhere
                        train:
                          learning_rat: 1e-4
                          max_steps: many
                          lr_scheduler_type: cosin
                        lora:
                          lora_rank: 0
                        """);
        assertTrue(message.contains("recipe.yaml:5: unknown key 'learning_rat'"), message);
        assertTrue(message.contains("did you mean 'learning_rate'?"), message);
        assertTrue(
                message.contains("recipe.yaml:6: train.max_steps: expected a whole number"),
                message);
        assertTrue(message.contains("recipe.yaml:7: train.lr_scheduler_type: 'cosin'"), message);
        assertTrue(message.contains("recipe.yaml:9: lora.lora_rank: 0 is out of range"), message);
        assertTrue(message.contains("nowhere does not exist"), message);
        assertTrue(message.contains("needs 'data.datasets'"), message);
        assertTrue(message.startsWith("6 problems"), message);
    }

    @Test
    void aKeyInTheWrongSectionIsNamedWithItsPlace() {
        String message = problems(SFT + "lora:\n  learning_rate: 1e-4\n");
        assertTrue(message.contains("it belongs in section train"), message);
    }

    @Test
    void namesOfOtherFrameworksAreReadWithAWarning() throws IOException {
        Recipe recipe = read(SFT + "lora:\n  lora_r: 32\ntrain:\n  micro_batch_size: 2\n");
        assertEquals(32, recipe.stages().get(0).integer("lora_rank"));
        assertEquals(2, recipe.stages().get(0).integer("per_device_train_batch_size"));
        assertEquals(2, recipe.warnings().size());
    }

    @Test
    void overridesReachALeafASectionOrAStage() throws IOException {
        Stage stage =
                read(SFT, "learning_rate=2e-5", "train.max_steps=7", "sft.lora_rank=4")
                        .stages()
                        .get(0);
        assertEquals(2e-5, stage.number("learning_rate"));
        assertEquals(7, stage.integer("max_steps"));
        assertEquals(4, stage.integer("lora_rank"));
    }

    @Test
    void anOverrideThatSeveralStagesHaveIsRefused() {
        String two =
                """
                stages:
                  - stage: sft
                    model: {model_name_or_path: base}
                    data: {datasets: [chat.jsonl]}
                  - stage: dpo
                    model: {model_name_or_path: base}
                    data: {datasets: [chat.jsonl]}
                """;
        String message = problems(two, "learning_rate=1e-4", "nonsense=1");
        assertTrue(message.contains("sft.learning_rate, dpo.learning_rate"), message);
        assertTrue(message.contains("'nonsense=1': no stage has this key"), message);
    }

    @Test
    void impossibleCombinationsAreRefused() {
        String full = SFT.replace("stage: sft", "stage: sft\nfinetuning_type: full");
        String message =
                problems(full.replace("_path: base", "_path: base\n  adapter_name_or_path: base"));
        assertTrue(message.contains("does not go with finetuning_type: full"), message);
    }

    @Test
    void theResolvedRecipeReadsBackAsItself() throws IOException {
        Recipe recipe = read(SFT, "output_dir=" + folder.resolve("out"));
        Recipe again = read(ResolvedRecipe.yaml(recipe));
        assertEquals(recipe.stages(), again.stages());
        assertEquals(recipe.outputDir(), again.outputDir());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage: !!java.net.URL [http://x]\n",
                "a: &x [1]\nb: *x\n",
                "- 1\n- 2\n",
                "stage: [\n",
                "! x",
                "\t\u0001",
                "a: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n",
                "stage: sft\nstage: sft\n",
                ""
            })
    void hostileTextIsAnErrorOfTheRecipe(String yaml) {
        problems(yaml);
    }

    @Test
    void randomTextNeverEscapesAsAnotherException() throws IOException {
        long seed = System.nanoTime();
        System.out.println("RecipeReaderTest seed " + seed);
        Random random = new Random(seed);
        String alphabet = "stage: sft\n-[]{}&*!|>'\"%@`#,?\t0aé中";
        Path file = folder.resolve("random.yaml");
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(60); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
            assertThrows(
                    RecipeException.class,
                    () -> RecipeReader.read(file, List.of()),
                    text::toString);
        }
    }
}
