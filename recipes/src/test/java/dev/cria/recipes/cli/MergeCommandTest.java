package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.testing.Shared;
import java.io.ByteArrayOutputStream;
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
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Path other = Shared.path("golden/model-31");
            assertEquals(
                    2,
                    cria(
                            "merge --model "
                                    + base()
                                    + " --model "
                                    + other
                                    + " --output "
                                    + dir.resolve("none")));
            String text = said.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("merge: tensor model."), text);
            assertTrue(text.contains(other.toString()), text);
        } finally {
            System.setErr(before);
        }
        assertFalse(Files.exists(dir.resolve("none")));
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
