package dev.cria.recipes.job.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage distill, from keys to weights. */
@ExtendWith(OneThread.class)
final class DistillStageTest {

    private static final String MODELS =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 40, learning_rate: 1e-2}
              - stage: pretrain
                name: small
                model: {tokenizer_path: tokenizer, hidden_size: 16, intermediate_size: 32, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1, max_position_embeddings: 256}
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 1}
            """;

    private static final String DISTILL =
            """
              - stage: distill
                name: %s
                finetuning_type: %s
                model: {model_name_or_path: "${output_dir}/small/model"}
                distill: {teacher: "%s", %s}
                data: {datasets: chat.jsonl, heldout: other.jsonl, max_seq_len: 64, shuffle: false}
                train: {max_steps: 12, learning_rate: 1e-2, per_device_train_batch_size: 2}
                eval: {eval_steps: 4, metric_for_best_model: eval_kl_teacher, load_best_model_at_end: true}
                checkpoint: {save_steps: 4}
            """;

    private static final String TEACHER = "${output_dir}/pretrain/model";

    @TempDir Path folder;

    @Test
    void aStudentNearsItsTeacherAndAResumedStageIsTheSame() throws IOException {
        TinyRun run = run(DISTILL.formatted("distill", "full", TEACHER, "kd_loss: js, beta: 0.3"));
        run.run("whole", () -> false);
        List<JsonNode> steps = steps(run, "whole", "distill");
        double first = steps.get(3).path("eval_kl_teacher").asDouble();
        double last = steps.get(11).path("eval_kl_teacher").asDouble();
        assertTrue(last < 0.9 * first, "KL to the teacher from " + first + " to " + last);
        double loss = steps.get(5).path("loss").asDouble();
        double parts =
                0.5 * steps.get(5).path("nll").asDouble()
                        + 0.5 * steps.get(5).path("kd").asDouble();
        assertEquals(parts, loss, 1e-6);

        for (int stop : new int[] {46, 50}) {
            AtomicInteger asked = new AtomicInteger();
            String cut = "cut-" + stop;
            assertThrows(
                    InterruptedRun.class, () -> run.run(cut, () -> asked.incrementAndGet() > stop));
            assertTrue(Files.exists(folder.resolve(cut).resolve("checkpoints/distill")), cut);
            run.run(cut, () -> false);
            assertEquals(run.metrics("whole"), run.metrics(cut));
            assertArrayEquals(model("whole", "distill"), model(cut, "distill"));
        }
    }

    @Test
    void aTeacherThatWasAskedBeforeSaysTheSameHoweverOftenItWasInterrupted() throws IOException {
        String all = "teacher_logits: stored, top_k: 600, temperature: 2.0";
        TinyRun run =
                run(
                        DISTILL.formatted("online", "full", TEACHER, "temperature: 2.0")
                                + DISTILL.formatted("stored", "full", TEACHER, all)
                                + DISTILL.formatted(
                                        "read",
                                        "full",
                                        "${output_dir}/stored/teacher.topk",
                                        "temperature: 2.0")
                                + DISTILL.formatted(
                                        "some",
                                        "lora",
                                        TEACHER,
                                        "teacher_logits: stored, top_k: 4"));
        run.run("whole", () -> false);
        List<JsonNode> online = steps(run, "whole", "online");
        List<JsonNode> stored = steps(run, "whole", "stored");
        for (int i = 0; i < online.size(); i++) {
            assertEquals(
                    online.get(i).path("loss").asDouble(),
                    stored.get(i).path("loss").asDouble(),
                    1e-4);
        }
        assertArrayEquals(model("whole", "stored"), model("whole", "read"));
        List<JsonNode> some = steps(run, "whole", "some");
        assertTrue(
                some.get(11).path("eval_kl_teacher").asDouble()
                        < some.get(3).path("eval_kl_teacher").asDouble());
    }

    @Test
    void theTeacherIsAskedOnBehindTheLastRowThatIsWhole() throws IOException {
        TinyRun run =
                run(DISTILL.formatted("some", "lora", TEACHER, "teacher_logits: stored, top_k: 4"));
        run.run("whole", () -> false);
        // Asked before each stage and after each step: stopped when stage some is to begin.
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                InterruptedRun.class, () -> run.run("cut", () -> asked.incrementAndGet() > 43));
        Path cut = folder.resolve("cut/some/teacher.topk");
        assertFalse(Files.exists(cut));
        byte[] whole = Files.readAllBytes(folder.resolve("whole/some/teacher.topk"));
        Files.createDirectories(cut.getParent());
        Files.write(cut, Arrays.copyOf(whole, whole.length * 2 / 3));
        run.run("cut", () -> false);
        assertArrayEquals(whole, Files.readAllBytes(cut));
        assertEquals(run.metrics("whole"), run.metrics("cut"));
    }

    @Test
    void aTeacherWithOtherTokensIsRefused() {
        Path one = tokenizer("one", "the the the cat");
        Path other = tokenizer("other", "dog dog dog dot");
        try (Tokenizer student = Tokenizers.load(one)) {
            SameTokens.require(student, one);
            UserException refused =
                    assertThrows(UserException.class, () -> SameTokens.require(student, other));
            assertTrue(
                    refused.getMessage().contains("token 256 is 'do', the student's 'he'"),
                    refused.getMessage());
        }
    }

    private Path tokenizer(String name, String text) {
        Path target = folder.resolve(name);
        TokenizerFiles.writeFolder(target, new BpeTrainer(513).train(Stream.of(text)));
        return target;
    }

    private TinyRun run(String stages) throws IOException {
        TinyRun run = new TinyRun(folder).texts("train.jsonl", 8, List.of());
        StringBuilder rows = new StringBuilder();
        for (String text : List.of("the cat sat", "sat the the", "cat cat", "the", "sat sat cat")) {
            rows.append(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"cat\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}%n"
                            .formatted(text));
        }
        Files.writeString(folder.resolve("chat.jsonl"), rows);
        Files.writeString(folder.resolve("other.jsonl"), rows.toString().replace("cat", "sat"));
        return run.recipe(MODELS + stages);
    }

    private static List<JsonNode> steps(TinyRun run, String output, String stage) {
        return run.metrics(output).stream()
                .filter(step -> step.path("stage").asText().equals(stage))
                .toList();
    }

    private byte[] model(String output, String stage) throws IOException {
        return Files.readAllBytes(
                folder.resolve(output).resolve(stage).resolve("model/model.safetensors"));
    }
}
