package dev.cria.recipes.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.BatchShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five examples of 4, 6, 2, 8 and 4 tokens, half of them with loss, in rows of at most 8. */
final class BatchesTest {

    private static final Lengths LENGTHS =
            new Lengths(
                    new int[] {4, 6, 2, 8, 4},
                    new int[] {2, 3, 1, 4, 2},
                    new double[] {16, 36, 4, 64, 16},
                    11,
                    true,
                    new RowsRead(new int[] {4, 6, 2, 8, 4}, 0, 0, "", List.of()));

    @Test
    void rowsOfOneExampleInTheOrderOfTheFile() {
        Batches batches = Batches.of(stage(Map.of()), LENGTHS, 100, 1);
        assertEquals(new BatchShape(10, 5, 52), batches.largest());
        assertEquals(3, batches.steps());
        assertEquals(11, batches.distinctTokens());
    }

    @Test
    void onlyTheBatchesOfTheStepsCount() {
        Batches batches = Batches.of(stage(Map.of("max_steps", 1L)), LENGTHS, 100, 1);
        assertEquals(new BatchShape(10, 5, 52), batches.largest());
        assertEquals(new BatchShape(10, 5, 52), batches.mean());
        assertEquals(1, batches.steps());
    }

    @Test
    void packedRowsHoldSeveralExamples() {
        Batches batches =
                Batches.of(
                        stage(Map.of("packing", true, "per_device_train_batch_size", 1L)),
                        LENGTHS,
                        100,
                        1);
        // 4, then 6 and 2, then 8, then 4.
        assertEquals(4, batches.steps());
        assertEquals(8, batches.largest().tokens());
        assertEquals(6, batches.mean().tokens());
    }

    @Test
    void ofAPartOfTheDataNeitherStepsNorTokensAreKnown() {
        Lengths part =
                new Lengths(
                        LENGTHS.tokens(),
                        LENGTHS.targets(),
                        LENGTHS.squares(),
                        11,
                        false,
                        LENGTHS.read());
        Batches batches = Batches.of(stage(Map.of()), part, 100, 1);
        assertEquals(0, batches.steps());
        assertEquals(100, batches.distinctTokens());
    }

    @Test
    void withoutDataRowsAreFull() {
        Batches batches = Batches.of(stage(Map.of()), null, 100, 1);
        assertEquals(new BatchShape(16, 16, 128), batches.largest());
    }

    private static Stage stage(Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("per_device_train_batch_size", 2L);
        all.put("gradient_accumulation_steps", 1L);
        all.put("max_steps", 0L);
        all.put("num_train_epochs", 1.0);
        all.put("shuffle", false);
        all.put("packing", false);
        all.put("max_seq_len", 8L);
        all.putAll(values);
        return new Stage("pretrain", "pretrain", all);
    }
}
