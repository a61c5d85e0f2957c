package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients do not depend on where activations wait, and nothing of them stays. */
final class ActivationStoreTest {

    @ParameterizedTest(name = "in a file: {0}, every {1}th layer run again")
    @CsvSource({"true,0", "true,1", "true,2", "false,0", "false,1"})
    void gradientsAreThoseOfActivationsInPlace(
            boolean inFile, int checkpointEvery, @TempDir Path folder) {
        Path file = folder.resolve("activations");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Gradients expected = gradients(policy, new ActivationMemory(checkpointEvery))) {
                long before = engine.liveArrays();
                try (ActivationStore store =
                                inFile ? new FileActivations(file) : new HostActivations(engine);
                        Gradients actual =
                                gradients(policy, new ActivationMemory(checkpointEvery, store))) {
                    for (Parameter parameter : policy.parameters()) {
                        assertArrayEquals(
                                expected.of(parameter.name()).toFloatArray(),
                                actual.of(parameter.name()).toFloatArray(),
                                parameter.name());
                    }
                }
                assertEquals(before, engine.liveArrays());
                assertFalse(Files.exists(file));
            }
        }
    }

    @Test
    void waitingActivationsTakeNoMemoryAndComeBackLastFirst(@TempDir Path folder) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                ActivationStore store = new FileActivations(folder.resolve("activations"))) {
            long before = engine.liveArrays();
            ActivationStore.Waiting first =
                    store.put(List.of(scope.create(new float[] {1, 2}), scope.create(3f)));
            ActivationStore.Waiting second = store.put(List.of(scope.create(new float[] {4})));
            assertEquals(before, engine.liveArrays());
            assertArrayEquals(new float[] {4}, second.take(scope).get(0).toFloatArray());
            List<NDArray> back = first.take(scope);
            assertArrayEquals(new float[] {1, 2}, back.get(0).toFloatArray());
            assertEquals(3f, back.get(1).getFloat());
        }
    }

    @Test
    void aFileThatCannotBeMadeIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("missing/activations");
        UserException error = assertThrows(UserException.class, () -> new FileActivations(file));
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    }

    private static Gradients gradients(Policy policy, ActivationMemory activations) {
        Batch batch = BatchBuilder.ofExamples(TinyModels.examples(4, 3));
        Gradients gradients = new Gradients(policy.engine());
        new Backpropagation(policy, activations, 1)
                .run(batch, new CrossEntropy(), StepTotals.of(List.of(batch)), gradients);
        return gradients;
    }
}
