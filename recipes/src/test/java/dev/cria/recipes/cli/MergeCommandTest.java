package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.testing.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergeCommandTest {

    @TempDir private Path dir;

    @Test
    void anAdapterAddedTwiceByHalvesIsTheAdapterMerged() {
        Path lora = Shared.path("golden/sft-lora/final");
        assertEquals(
                0,
                cria(
                        "export --format hf --quantization f32 --model "
                                + base()
                                + " --adapter "
                                + lora
                                + " --output "
                                + dir.resolve("whole")));
        for (String method : new String[] {"task_arithmetic", "ties"}) {
            Path merged = dir.resolve(method);
            String weights =
                    method.equals("ties") ? " --density 1" : " --weight 0.25 --weight 0.75";
            assertEquals(
                    0,
                    cria(
                            "merge --method "
                                    + method
                                    + " --base "
                                    + base()
                                    + " --adapter "
                                    + lora
                                    + " --adapter "
                                    + lora
                                    + weights
                                    + " --output "
                                    + merged));
            assertSame(dir.resolve("whole"), merged, 1e-6f);
        }
        assertEquals(
                0,
                cria(
                        "merge --model "
                                + dir.resolve("whole")
                                + " --model "
                                + base()
                                + " --weight 1 --weight 0 --output "
                                + dir.resolve("linear")));
        assertSame(dir.resolve("whole"), dir.resolve("linear"), 1e-6f);
    }

    @Test
    void modelsOfOtherShapesAreRefusedByName() {
        Path other = Shared.path("golden/model-31");
        String text =
                refused(
                        "merge --model %s --model %s --output %s"
                                .formatted(base(), other, dir.resolve("none")));
        assertTrue(text.contains("merge: tensor model."), text);
        assertTrue(text.contains(other.toString()), text);
        assertFalse(Files.exists(dir.resolve("none")));
    }

    @Test
    void theLastCheckpointsOfARunAreAveraged() throws IOException {
        Files.writeString(dir.resolve("texts.jsonl"), "{\"text\":\"the cat sat\"}\n".repeat(30));
        Files.writeString(
                dir.resolve("recipe.yaml"),
                """
                stages:
                  - stage: tokenizer
                    tokenizer: {train_on: texts.jsonl, vocab_size: 512}
                  - stage: pretrain
                    model:
                      tokenizer_path: "${output_dir}/tokenizer"
                      hidden_size: 32
                      intermediate_size: 64
                      num_hidden_layers: 1
                      num_attention_heads: 4
                      num_key_value_heads: 2
                      max_position_embeddings: 256
                    data: {datasets: texts.jsonl, max_seq_len: 64}
                    train: {max_steps: 4}
                    checkpoint: {save_steps: 2}
                """);
        Path run = dir.resolve("run");
        assertEquals(0, cria("run %s output_dir=%s".formatted(dir.resolve("recipe.yaml"), run)));
        Path mean = dir.resolve("mean");
        assertEquals(
                0, cria("merge --method average --last 2 --output %s %s".formatted(mean, run)));
        Path step = run.resolve("checkpoints/pretrain");
        try (HuggingFaceFolder merged = HuggingFaceFolder.open(mean);
                SafetensorsFile two = parameters(step.resolve("step-000000002"));
                SafetensorsFile four = parameters(step.resolve("step-000000004"))) {
            for (String name : merged.tensors().tensors().keySet()) {
                FloatBuffer found = merged.tensors().bytes(name).asFloatBuffer();
                FloatBuffer a = two.bytes(name).asFloatBuffer();
                FloatBuffer b = four.bytes(name).asFloatBuffer();
                while (found.hasRemaining()) {
                    assertEquals((a.get() + b.get()) / 2, found.get(), 1e-6f, name);
                }
            }
        }
        assertTrue(refused("merge --last 9 --output x " + run).contains("has 2 checkpoints"));
        assertTrue(refused("merge --last 2 --output x --model " + mean).contains("--last are of"));
        assertTrue(refused("merge --method ties --output x " + run).contains("are averaged"));
        assertTrue(refused("merge --output x " + dir).contains("neither the folder of a run"));
    }

    private static SafetensorsFile parameters(Path checkpoint) {
        return SafetensorsFile.open(checkpoint.resolve("parameters.safetensors"));
    }

    /** What a command says that ends with 2. */
    private static String refused(String line) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, cria(line));
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Path base() {
        return Shared.path("golden/model-30");
    }

    private static int cria(String line) {
        return Main.execute(line.split(" "));
    }

    private static void assertSame(Path one, Path other, float tolerance) {
        try (HuggingFaceFolder a = HuggingFaceFolder.open(one);
                HuggingFaceFolder b = HuggingFaceFolder.open(other)) {
            for (String name : a.tensors().tensors().keySet()) {
                FloatBuffer mine = a.tensors().bytes(name).asFloatBuffer();
                FloatBuffer theirs = b.tensors().bytes(name).asFloatBuffer();
                while (mine.hasRemaining()) {
                    assertEquals(mine.get(), theirs.get(), tolerance, name);
                }
            }
        }
    }
}
