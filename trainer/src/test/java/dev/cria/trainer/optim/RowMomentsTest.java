package dev.cria.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AdamW over the rows that were used changes a table as AdamW over all of it does. */
final class RowMomentsTest {

    private static final int ROWS = 3000;
    private static final int WIDTH = 5;
    private static final long SEED = 11;

    @ParameterizedTest(name = "weight decay {0}")
    @ValueSource(doubles = {0, 0.1})
    void rowsAreUpdatedAsInTheWholeTable(double decay) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            Parameter whole = table(scope);
            Parameter byRows = table(scope);
            try (AdamW dense = adamw(engine, whole, decay);
                    AdamW sparse = adamw(engine, byRows, decay)) {
                Random random = new Random(SEED);
                for (int step = 1; step <= 12; step++) {
                    RowGradient gradient = gradient(scope, random, 200);
                    Optimizer.Update update = new Optimizer.Update(step, 1e-2, 0.5);
                    NDArray all = scope.zeros(whole.value().getShape());
                    scatter(all, gradient);
                    sparse.stepRows(update, "t", gradient);
                    dense.step(update, Map.of("t", all));
                    assertArrayEquals(
                            whole.value().toFloatArray(),
                            byRows.value().toFloatArray(),
                            "seed " + SEED + ", step " + step);
                }
            }
        }
    }

    @Test
    void aRestoredStateGoesOnBitForBit(@TempDir Path folder) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            Parameter through = table(scope);
            Parameter resumed = table(scope);
            Path file = folder.resolve("state.safetensors");
            Random random = new Random(SEED);
            RowGradient before = gradient(scope, random, 1500);
            RowGradient after = gradient(scope, random, 200);
            try (AdamW one = adamw(engine, through, 0.1);
                    AdamW first = adamw(engine, resumed, 0.1);
                    AdamW second = adamw(engine, resumed, 0.1)) {
                one.stepRows(new Optimizer.Update(1, 1e-2, 1), "t", copy(before));
                one.stepRows(new Optimizer.Update(2, 1e-2, 1), "t", copy(after));
                first.stepRows(new Optimizer.Update(1, 1e-2, 1), "t", before);
                SafetensorsWriter.write(file, first.state(), Map.of());
                try (SafetensorsFile source = SafetensorsFile.open(file)) {
                    second.restore(source);
                }
                second.stepRows(new Optimizer.Update(2, 1e-2, 1), "t", after);
                assertArrayEquals(through.value().toFloatArray(), resumed.value().toFloatArray());
            }
        }
    }

    @Test
    void aStateOfAHigherTableIsRefused(@TempDir Path folder) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            Parameter small = new Parameter("t", scope.zeros(new Shape(10, WIDTH)), true);
            Path file = folder.resolve("state.safetensors");
            try (AdamW large = adamw(engine, table(scope), 0);
                    AdamW other = adamw(engine, small, 0)) {
                RowGradient gradient = gradient(scope, new Random(SEED), 200);
                large.stepRows(new Optimizer.Update(1, 1e-2, 1), "t", gradient);
                SafetensorsWriter.write(file, large.state(), Map.of());
                try (SafetensorsFile source = SafetensorsFile.open(file)) {
                    UserException error =
                            assertThrows(UserException.class, () -> other.restore(source));
                    assertEquals(true, error.getMessage().contains("10 rows"), error.getMessage());
                }
            }
        }
    }

    private static Parameter table(NDManager scope) {
        return new Parameter("t", ModelLoader.normal(scope, new Shape(ROWS, WIDTH), 1, SEED), true);
    }

    private static AdamW adamw(Engine engine, Parameter table, double decay) {
        return new AdamW(new AdamW.Settings(0.9, 0.95, 1e-8, decay), engine, List.of(table));
    }

    private static RowGradient gradient(NDManager scope, Random random, int count) {
        TreeSet<Long> rows = new TreeSet<>();
        while (rows.size() < count) {
            rows.add((long) random.nextInt(ROWS));
        }
        return new RowGradient(
                scope.create(rows.stream().mapToLong(Long::longValue).toArray()),
                ModelLoader.normal(scope, new Shape(count, WIDTH), 1, random.nextLong()));
    }

    private static RowGradient copy(RowGradient gradient) {
        return new RowGradient(gradient.rows(), gradient.values().duplicate());
    }

    private static void scatter(NDArray all, RowGradient gradient) {
        long[] rows = gradient.rows().toLongArray();
        var target = Engine.memory(all).asFloatBuffer();
        var values = Engine.memory(gradient.values()).asFloatBuffer();
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < WIDTH; c++) {
                target.put((int) rows[i] * WIDTH + c, values.get(i * WIDTH + c));
            }
        }
    }
}
