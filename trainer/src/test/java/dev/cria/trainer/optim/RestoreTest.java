package dev.cria.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking up an older state leaves nothing of a younger one: what a rollback needs. */
final class RestoreTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);
    private static final String TABLE = "model.embed_tokens.weight";

    @TempDir Path folder;

    /** Updates of a matrix and of two rows of a table, other rows in each update. */
    private static void step(Optimizer optimizer, NDManager scope, int number) {
        Optimizer.Update update = new Optimizer.Update(number, 1e-2, 1);
        NDArray gradient = ModelLoader.normal(scope, new Shape(64, 128), 1, number);
        optimizer.step(update, Map.of("w", gradient));
        long[] rows = {number, number + 10L};
        optimizer.stepRows(
                update,
                TABLE,
                new RowGradient(
                        scope.create(rows),
                        ModelLoader.normal(scope, new Shape(2, 16), 1, 100 + number)));
    }

    @ParameterizedTest(name = "8 bits {0}, saved after {1} updates")
    @CsvSource({"false,0", "false,2", "true,0", "true,2"})
    void theUpdatesAfterItAreThoseThatFollowedItFirst(boolean bytes, int saved) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray matrix = ModelLoader.normal(scope, new Shape(64, 128), 1, 7);
            NDArray table = ModelLoader.normal(scope, new Shape(40, 16), 1, 8);
            List<Parameter> parameters =
                    List.of(new Parameter("w", matrix, true), new Parameter(TABLE, table, true));
            try (Optimizer optimizer =
                    bytes
                            ? new AdamW8bit(SETTINGS, engine, parameters)
                            : new AdamW(SETTINGS, engine, parameters)) {
                for (int number = 1; number <= saved; number++) {
                    step(optimizer, scope, number);
                }
                float[] oldMatrix = matrix.toFloatArray();
                float[] oldTable = table.toFloatArray();
                Path file = folder.resolve("state.safetensors");
                long live = engine.liveArrays();
                SafetensorsWriter.write(file, optimizer.state(), Map.of());
                assertEquals(live, engine.liveArrays(), "saving leaves nothing behind");
                after(optimizer, scope, saved);
                float[] newMatrix = matrix.toFloatArray();
                float[] newTable = table.toFloatArray();

                Engine.memory(matrix).asFloatBuffer().put(oldMatrix);
                Engine.memory(table).asFloatBuffer().put(oldTable);
                try (SafetensorsFile source = SafetensorsFile.open(file)) {
                    optimizer.restore(source);
                }
                after(optimizer, scope, saved);
                assertArrayEquals(newMatrix, matrix.toFloatArray());
                assertArrayEquals(newTable, table.toFloatArray());
            }
        }
    }

    /** Weights that decay are updated first; a resumed run has them in the parameters' order. */
    @Test
    void theStateIsInTheOrderOfTheParametersWhateverIsUpdatedFirst() {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            List<Parameter> parameters =
                    List.of(
                            new Parameter("norm", scope.ones(new Shape(8)), false),
                            new Parameter("w", scope.ones(new Shape(8, 8)), true));
            try (Optimizer optimizer = new AdamW(SETTINGS, engine, parameters)) {
                optimizer.step(
                        new Optimizer.Update(1, 1e-2, 1),
                        Map.of(
                                "w",
                                ModelLoader.normal(scope, new Shape(8, 8), 1, 1),
                                "norm",
                                ModelLoader.normal(scope, new Shape(8), 1, 2)));
                assertEquals(
                        List.of("first.norm", "second.norm", "first.w", "second.w"),
                        optimizer.state().stream().map(t -> t.info().name()).toList());
            }
        }
    }

    private static void after(Optimizer optimizer, NDManager scope, int saved) {
        for (int number = saved + 1; number <= saved + 4; number++) {
            step(optimizer, scope, number);
        }
    }
}
