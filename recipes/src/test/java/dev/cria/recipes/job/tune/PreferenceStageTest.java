package dev.cria.recipes.job.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Losses and references of stage dpo, from keys to what a run says. */
@ExtendWith(OneThread.class)
final class PreferenceStageTest {

    private static final String BASE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
            """;

    private static final String MODEL = "{model_name_or_path: \"${output_dir}/pretrain/model\"}";

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of());
        Files.writeString(
                folder.resolve("pairs.jsonl"),
                """
                {"prompt":"hi","chosen":"the cat","rejected":"sat sat"}
                {"prompt":"ho","chosen":"the cat sat","rejected":"sat"}
                """);
        Files.writeString(
                folder.resolve("answers.jsonl"),
                """
                {"prompt":"hi","completion":"the cat","label":true}
                {"prompt":"ho","completion":"sat sat","label":false}
                {"prompt":"ha","completion":"cat","label":true}
                """);
    }

    private static String stage(String name, String dpo, String data) {
        return """
              - stage: dpo
                name: %s
                model: %s
                dpo: {%s}
                data: {datasets: %s, heldout: %s, max_seq_len: 64}
                train: {max_steps: 4, learning_rate: 1e-2, per_device_train_batch_size: 2, gradient_accumulation_steps: 1}
                eval: {eval_steps: 2}
                checkpoint: {save_steps: 2}
            """
                .formatted(name, MODEL, dpo, data, data);
    }

    @Test
    void everyLossTrainsAndItsRewardsMoveApart() throws IOException {
        StringBuilder recipe = new StringBuilder(BASE);
        List<String> losses = List.of("sigmoid", "sigmoid_norm", "ipo", "hinge", "simpo", "orpo");
        for (String loss : losses) {
            recipe.append(
                    stage(loss, "loss: " + loss + ", mask_formatting_tokens: true", "pairs.jsonl"));
        }
        run.recipe(recipe.toString()).run("all", () -> false);
        for (String loss : losses) {
            List<JsonNode> steps = steps("all", loss);
            double before = steps.get(0).path("reward_margin").asDouble();
            double after = steps.get(3).path("reward_margin").asDouble();
            assertTrue(after > before, loss + ": " + before + " to " + after);
        }
    }

    @Test
    void singleAnswersTrainAndAResumedStageIsTheSame() throws IOException {
        run.recipe(BASE + stage("kto", "loss: kto, undesirable_weight: 2", "answers.jsonl"));
        run.run("whole", () -> false);
        assertTrue(steps("whole", "kto").get(1).has("eval_loss"));
        AtomicInteger asked = new AtomicInteger();
        assertThrows(InterruptedRun.class, () -> run.run("cut", () -> asked.incrementAndGet() > 5));
        run.run("cut", () -> false);
        assertEquals(run.metrics("whole"), run.metrics("cut"));
        assertArrayEquals(adapter("whole", "kto"), adapter("cut", "kto"));
    }

    @Test
    void whatAnEarlierStageWroteOfItsReferenceIsAsGoodAsTheModel() throws IOException {
        String model = "loss: ipo, ref_model: \"${output_dir}/pretrain/model\"";
        String written = "loss: ipo, ref_model: \"${output_dir}/model/reference.jsonl\"";
        run.recipe(
                BASE
                        + stage("start", "loss: ipo", "pairs.jsonl")
                        + stage("model", model, "pairs.jsonl")
                        + stage("file", written, "pairs.jsonl")
                        + stage(
                                "base",
                                "loss: ipo, ref_model: base_without_adapter",
                                "pairs.jsonl"));
        run.run("refs", () -> false);
        for (String other : List.of("model", "file", "base")) {
            // The adapter begins as nothing, under a seed of its own for each stage.
            assertEquals(
                    steps("refs", "start").get(0).path("loss").asDouble(),
                    steps("refs", other).get(0).path("loss").asDouble(),
                    1e-4,
                    other);
        }
    }

    @Test
    void theBaseIsAnotherReferenceThanTheAdapterThatIsContinued() throws IOException {
        String model = MODEL.replace("}/pretrain/model\"}", "}/pretrain/model\", %s}");
        String continued =
                stage("second", "%s", "pairs.jsonl")
                        .replace(
                                MODEL,
                                model.formatted(
                                        "adapter_name_or_path: \"${output_dir}/first/adapter\""));
        run.recipe(
                BASE
                        + stage("first", "loss: sigmoid", "pairs.jsonl")
                        + continued.formatted("ref_model: start")
                        + continued
                                .replace("name: second", "name: third")
                                .formatted("ref_model: base_without_adapter"));
        run.run("two", () -> false);
        assertEquals(Math.log(2), loss("two", "second"), 1e-6);
        assertNotEquals(Math.log(2), loss("two", "third"), 1e-3);
    }

    @Test
    void aReferenceOfOtherRowsIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("other.jsonl"),
                "{\"origin\":\"elsewhere:1\",\"chosen\":-1.0,\"rejected\":-2.0}\n");
        run.recipe(BASE + stage("dpo", "ref_model: other.jsonl", "pairs.jsonl"));
        UserException error =
                assertThrows(UserException.class, () -> run.run("wrong", () -> false));
        assertTrue(error.getMessage().contains("it was made of other rows"), error.getMessage());
    }

    private double loss(String output, String stage) {
        return steps(output, stage).get(0).path("loss").asDouble();
    }

    private List<JsonNode> steps(String output, String stage) {
        return run.metrics(output).stream()
                .filter(step -> step.path("stage").asText().equals(stage))
                .toList();
    }

    private byte[] adapter(String output, String stage) throws IOException {
        return Files.readAllBytes(
                folder.resolve(output).resolve(stage + "/adapter/adapter_model.safetensors"));
    }
}
