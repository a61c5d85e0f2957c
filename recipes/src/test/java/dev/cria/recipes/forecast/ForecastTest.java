package dev.cria.recipes.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.trainer.estimate.MachineSpeed;
import dev.cria.trainer.estimate.Part;
import dev.cria.trainer.estimate.TrainingShape;
import dev.cria.trainer.weight.BaseType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForecastTest {

    private static final long GB = 1_000_000_000;

    private static final String RECIPE =
            """
            output_dir: %s/run
            stages:
              - stage: tokenizer
                tokenizer: {train_on: [texts.jsonl], vocab_size: 4096}
              - stage: pretrain
                model: {tokenizer_path: "${output_dir}/tokenizer", preset: llama3.2-1b}
                data: {datasets: [texts.jsonl], max_seq_len: 2048}
                train: {max_steps: 10, per_device_train_batch_size: 4}
              - stage: sft
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: [texts.jsonl]}
            """;

    @TempDir private Path folder;

    @Test
    void theModelOfAStageThatHasNotRunIsThatOfItsRecipe() throws IOException {
        Recipe recipe = recipe(RECIPE);
        Forecast pretrain = Forecast.of(recipe, recipe.stages().get(1));
        assertEquals(2048, pretrain.model().hiddenSize());
        assertEquals(4096, pretrain.model().vocabSize());
        assertEquals(4 * 2048, pretrain.batches().largest().tokens());
        Forecast sft = Forecast.of(recipe, recipe.stages().get(2));
        assertEquals(pretrain.model(), sft.model());
        assertEquals(8, sft.shape().tuning().rank());
    }

    @Test
    void aFolderThatNoStageWritesAModelIntoTellsNothing() throws IOException {
        Recipe recipe =
                recipe(
                        """
                        output_dir: %s/run
                        stages:
                          - stage: sft
                            model: {model_name_or_path: base}
                            data: {datasets: [texts.jsonl]}
                        """);
        assertNull(Forecast.of(recipe, recipe.stages().get(0)));
    }

    @Test
    void aTeacherCountsWhereItStays() throws IOException {
        String distill =
                """
                  - stage: distill
                    model: {model_name_or_path: "${output_dir}/pretrain/model"}
                    distill: {teacher: "${output_dir}/pretrain/model", teacher_base_dtype: fp16, teacher_logits: %s}
                    data: {datasets: [texts.jsonl]}
                """;
        Recipe online = recipe(RECIPE + distill.formatted("online"));
        Forecast beside = Forecast.of(online, online.stages().get(3));
        assertTrue(beside.memory().parts().get(Part.TEACHER) > 2L * beside.model().numParameters());
        Recipe stored = recipe(RECIPE + distill.formatted("stored"));
        Forecast before = Forecast.of(stored, stored.stages().get(3));
        assertTrue(before.memory().total() < beside.memory().total());
    }

    @Test
    void whatFitsIsSaid() throws IOException {
        String text = ForecastText.memory(pretrain(), 1_000 * GB);
        assertTrue(text.contains("it fits"), text);
        assertTrue(text.contains("largest batch 8,192 tokens"), text);
    }

    @Test
    void whatDoesNotFitNamesTheLeversAndTheirSavings() throws IOException {
        Forecast forecast = pretrain();
        Advice advice = new Advice(forecast);
        List<String> levers = advice.levers().stream().map(Advice.Way::text).toList();
        assertTrue(levers.contains("activation_checkpointing=true"), "" + levers);
        assertTrue(levers.contains("optim=adamw_8bit"), "" + levers);
        assertTrue(levers.contains("optimizer_in_backward=true max_grad_norm=0.0"), "" + levers);
        long needed = forecast.memory().total();
        String text = ForecastText.memory(forecast, needed - 1);
        assertTrue(text.contains("does NOT fit"), text);
        assertTrue(text.contains("and then it fits"), text);
        Advice.Way way = advice.fitting(needed / 2);
        assertTrue(way.memory().total() <= needed / 2, way.text());
        assertTrue(way.settings().size() > 1, way.text());
        assertNull(advice.fitting(GB), "no setting makes so large a model so small");
    }

    @Test
    void storageIsThatOfTheReaderOfWeights() {
        assertEquals(
                new TrainingShape.Storage(2, 2, true),
                Shapes.storage(BaseType.BF16, DType.BF16, 8_000_000_000L));
        assertEquals(
                new TrainingShape.Storage(4, 4, false),
                Shapes.storage(BaseType.FP32, DType.BF16, 1_000_000));
        assertEquals(
                new TrainingShape.Storage(4, 4, true),
                Shapes.storage(BaseType.FP32, DType.F32, 1_000_000));
        assertEquals(
                new TrainingShape.Storage(1, 2, true),
                Shapes.storage(BaseType.INT8, DType.BF16, 1_000_000));
        assertEquals(0.516, Shapes.storage(BaseType.NF4, DType.BF16, 1).matrixBytes(), 0.0005);
    }

    private static final String POST =
            """
            output_dir: %s/run
            stages:
              - stage: tokenizer
                tokenizer: {train_on: [texts.jsonl], vocab_size: 4096}
              - stage: pretrain
                model: {tokenizer_path: "${output_dir}/tokenizer", tie_word_embeddings: false}
                data: {datasets: [texts.jsonl]}
              - stage: rm
                finetuning_type: full
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: [texts.jsonl], max_seq_len: 100}
                train: {per_device_train_batch_size: 4}
              - stage: grpo
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                grpo: {num_generations: 8, max_new_tokens: 60}
                reward: {rewards: [overlap]}
                data: {datasets: [texts.jsonl], max_seq_len: 100}
                train: {per_device_train_batch_size: 2}
              - stage: rejection_sampling
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                sampling: {num_generations: 32, max_new_tokens: 60}
                reward: {reward_model: "${output_dir}/rm/model"}
                data: {datasets: [texts.jsonl], max_seq_len: 100}
            """;

    @Test
    void aRewardModelHasNoHeadOfTheVocabulary() throws IOException {
        Recipe recipe = recipe(POST);
        Forecast forecast = Forecast.of(recipe, recipe.stages().get(2));
        long plain = Forecast.of(recipe, recipe.stages().get(1)).model().numParameters();
        assertEquals(plain - 4096 * 192, forecast.model().numParameters());
        assertEquals(400, forecast.batches().largest().tokens());
        assertEquals(12, forecast.batches().largest().targets(), "scores of three answers each");
    }

    @Test
    void aGroupsPromptIsCountedOnceAndItsAnswersAtFullLength() throws IOException {
        Recipe recipe = recipe(POST);
        Forecast forecast = Forecast.of(recipe, recipe.stages().get(3));
        assertEquals(2 * (40 + 8 * 60), forecast.batches().largest().tokens());
        assertEquals(2 * 8 * 60, forecast.batches().largest().targets());
        assertEquals(
                2 * (40 * 40 + 8 * (100 * 100 - 40 * 40)), forecast.batches().largest().squares());
        Drawing drawing = forecast.drawing();
        long perToken = 2L * 6 * 2 * 32 * 4;
        assertEquals(2 * (40 + 8 * 60) * perToken, drawing.cacheBytes());
    }

    @Test
    void drawnAnswersNeedTheirKeysAndTheCopyOfTheWeights() throws IOException {
        Recipe recipe = recipe(POST);
        assertEquals(4, Forecast.stages(recipe).size());
        Drawing drawing = Forecast.drawing(recipe, recipe.stages().get(4));
        assertEquals(4, drawing.together(), "128 texts at a time");
        assertEquals(40, drawing.promptTokens());
        assertEquals(4 * drawing.model().numParameters(), drawing.weightBytes());
        MachineSpeed machine = new MachineSpeed(1e11, 1e10);
        MachineSpeed twice = new MachineSpeed(2e11, 2e10);
        assertTrue(drawing.seconds(machine) > drawing.seconds(twice), "a faster machine");
    }

    private Forecast pretrain() throws IOException {
        Recipe recipe = recipe(RECIPE);
        return Forecast.of(recipe, recipe.stages().get(1));
    }

    private Recipe recipe(String text) throws IOException {
        Files.writeString(folder.resolve("texts.jsonl"), "{\"text\": \"a\"}\n");
        Files.createDirectories(folder.resolve("base"));
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, text.replace("%s", folder.toString()));
        return RecipeReader.read(file, List.of());
    }
}
