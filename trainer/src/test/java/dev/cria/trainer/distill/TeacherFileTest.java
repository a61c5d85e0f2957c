package dev.cria.trainer.distill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.Distillation;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Divergence;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Likeliest;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.PolicyTeacher;
import dev.cria.trainer.pass.Teacher;
import dev.cria.trainer.pass.Teaching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TeacherFileTest {

    private static final List<TokenizedExample> EXAMPLES = TinyModels.examples(6, 3);
    private static final int VOCABULARY = 97;

    @TempDir private Path folder;

    @Test
    void allTokensStoredAreAsGoodAsTheTeacherItself() {
        try (Engine engine = Engine.cpu();
                LlamaModel larger = ModelLoader.random(engine, TinyModels.config(), 1);
                LlamaModel smaller = ModelLoader.random(engine, TinyModels.config(), 2)) {
            Path file = folder.resolve("all");
            write(file, VOCABULARY, Policy.of(larger));
            // In another order than they were written.
            List<TokenizedExample> turned = new ArrayList<>(EXAMPLES);
            java.util.Collections.reverse(turned);
            Batch batch = BatchBuilder.ofExamples(turned);
            long before = engine.liveArrays();
            try (StoredTeacher stored = StoredTeacher.open(file)) {
                assertArrayEquals(
                        numbers(new PolicyTeacher(Policy.of(larger)), Policy.of(smaller), batch),
                        numbers(stored, Policy.of(smaller), batch),
                        1e-5f);
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    @Test
    void writingGoesOnBehindTheLastWholeRowWhereverItWasCut() throws IOException {
        try (Engine engine = Engine.cpu();
                LlamaModel larger = ModelLoader.random(engine, TinyModels.config(), 1)) {
            Path whole = folder.resolve("whole");
            write(whole, 3, Policy.of(larger));
            byte[] expected = Files.readAllBytes(whole);
            long seed = 20261122;
            Random random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                int length = random.nextInt(expected.length);
                Path cut = folder.resolve("cut" + i);
                byte[] part = Arrays.copyOf(expected, length);
                if (i % 2 == 0 && length > 400) {
                    part[length - 1] ^= 1;
                }
                Files.write(cut, part);
                String at = "seed " + seed + ", cut at " + length;
                assertThrows(UserException.class, () -> StoredTeacher.open(cut), at);
                write(cut, 3, Policy.of(larger));
                assertArrayEquals(expected, Files.readAllBytes(cut), at);
            }
        }
    }

    @Test
    void otherRowsAreRefusedByName() {
        try (Engine engine = Engine.cpu();
                LlamaModel larger = ModelLoader.random(engine, TinyModels.config(), 1)) {
            Path file = folder.resolve("file");
            write(file, 3, Policy.of(larger));
            TokenizedExample first = EXAMPLES.get(0);
            int[] ids = first.ids().clone();
            ids[1]++;
            try (StoredTeacher stored = StoredTeacher.open(file)) {
                assertRefused(
                        stored,
                        new TokenizedExample(ids, first.weights(), first.origin()),
                        "what it has about random:0 is about other tokens");
                float[] weights = first.weights().clone();
                weights[1] = 0;
                assertRefused(
                        stored,
                        new TokenizedExample(first.ids(), weights, first.origin()),
                        "what it has about random:0 is about other tokens");
                assertRefused(
                        stored,
                        new TokenizedExample(first.ids(), first.weights(), "elsewhere"),
                        "has nothing about elsewhere");
            }
            StoreHeader other = StoreHeader.of(6, 4, 2, VOCABULARY, "tokenizer", "teacher");
            UserException refused =
                    assertThrows(UserException.class, () -> TeacherWriter.open(file, other));
            assertTrue(refused.getMessage().contains("(top_k 3, now 4)"), refused.getMessage());
        }
    }

    private static void assertRefused(StoredTeacher stored, TokenizedExample row, String what) {
        Batch batch = BatchBuilder.ofExamples(List.of(row));
        UserException refused = assertThrows(UserException.class, () -> stored.said(batch));
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }

    private static float[] numbers(Teacher teacher, Policy policy, Batch batch) {
        Teaching teaching = new Teaching(teacher, Divergence.jensenShannon(0.3, 2));
        return Forward.outputs(policy, batch, new Distillation(teaching, 0.5));
    }

    private static void write(Path file, int count, Policy teacher) {
        StoreHeader header =
                StoreHeader.of(EXAMPLES.size(), count, 2, VOCABULARY, "tokenizer", "teacher");
        try (TeacherWriter writer = TeacherWriter.open(file, header)) {
            for (int i = 0; i < EXAMPLES.size(); i += 2) {
                Batch batch = BatchBuilder.ofExamples(EXAMPLES.subList(i, i + 2));
                writer.requireSame(i, batch);
                if (writer.rows() < i + 2) {
                    writer.add(i, batch, Likeliest.of(teacher, batch, count, 2));
                }
            }
        }
    }
}
