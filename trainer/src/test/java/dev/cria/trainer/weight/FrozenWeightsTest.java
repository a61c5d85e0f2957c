package dev.cria.trainer.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Backpropagation;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models whose weights are not kept as they are computed with. */
final class FrozenWeightsTest {

    private static final Batch BATCH = BatchBuilder.ofExamples(TinyModels.examples(6, 1));

    @TempDir Path folder;

    /** fp32 holds every number of 16 bits, so nothing but the order of sums may differ. */
    @ParameterizedTest(name = "{0} in the file, {1} in memory")
    @CsvSource({"F32,FP32", "BF16,BF16", "BF16,FP32", "F16,FP16", "F16,FP32", "BF16,AUTO"})
    void weightsOfTheFileTrainAsTheirCopyInFp32(DType file, BaseType type) {
        Path model = save(file);
        try (Engine engine = Engine.cpu();
                LlamaModel copied = ModelLoader.load(engine, model);
                LlamaModel frozen =
                        ModelLoader.load(engine, model, FrozenWeights.all(type, folder))) {
            assertArrayEquals(Forward.logProbs(Policy.of(copied), BATCH), logProbs(frozen), 1e-5f);
            assertArrayEquals(gradient(copied, 0), gradient(frozen, 0), 1e-6f);
            assertArrayEquals(gradient(copied, 1), gradient(frozen, 1), 1e-6f);
        }
    }

    /** Quantising moves the weights by a known share; the answers move little. */
    @ParameterizedTest
    @CsvSource({"NF4,0.12", "INT8,0.01"})
    void quantisedWeightsAreNear(BaseType type, double relativeError) {
        Path model = save(DType.F32);
        try (Engine engine = Engine.cpu();
                LlamaModel copied = ModelLoader.load(engine, model);
                LlamaModel frozen =
                        ModelLoader.load(engine, model, FrozenWeights.all(type, folder))) {
            copied.weights()
                    .forEach(
                            (name, weight) -> {
                                float[] exact = values(engine, weight);
                                float[] kept = values(engine, frozen.weights().get(name));
                                boolean matrix = name.startsWith("model.layers.");
                                boolean norm = weight.shape().dimension() == 1;
                                double limit = matrix && !norm ? relativeError : 0;
                                double error = relativeError(exact, kept);
                                assertTrue(error <= limit, name + " " + error);
                                assertTrue(limit == 0 || error > limit / 20, name + " " + error);
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "NF4", "INT8"})
    void passesLeaveNothingBehind(BaseType type) {
        Path model = save(DType.BF16);
        try (Engine engine = Engine.cpu();
                LlamaModel frozen =
                        ModelLoader.load(engine, model, FrozenWeights.all(type, folder))) {
            gradient(frozen, 0);
            long before = engine.liveArrays();
            for (int i = 0; i < 5; i++) {
                gradient(frozen, 0);
                logProbs(frozen);
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    @Test
    void weightsThatAreTrainedAreKeptInFp32() {
        Path model = save(DType.BF16);
        FrozenWeights how =
                new FrozenWeights(
                        BaseType.NF4,
                        folder,
                        name -> name.startsWith("model.layers.1."),
                        (done, total) -> {});
        try (Engine engine = Engine.cpu();
                LlamaModel partly = ModelLoader.load(engine, model, how)) {
            assertTrue(partly.weights().get("model.layers.1.mlp.up_proj.weight").isTrainable());
            assertFalse(partly.weights().get("model.layers.0.mlp.up_proj.weight").isTrainable());
            List<String> trainable =
                    partly.parameters().stream()
                            .map(parameter -> parameter.name())
                            .filter(name -> name.startsWith("model.layers.0."))
                            .toList();
            assertEquals(
                    List.of(
                            "model.layers.0.input_layernorm.weight",
                            "model.layers.0.post_attention_layernorm.weight"),
                    trainable);
        }
    }

    @Test
    void quantisedFileIsFoundAgain() throws IOException {
        Path model = save(DType.BF16);
        float[] first = quantisedLogProbs(model);
        Path file = only(folder.resolve("cache"));
        FileTime written = Files.getLastModifiedTime(file);
        assertArrayEquals(first, quantisedLogProbs(model));
        assertEquals(written, Files.getLastModifiedTime(file));
    }

    @Test
    void damagedQuantisedFileIsMadeAgain() throws IOException {
        Path model = save(DType.BF16);
        float[] first = quantisedLogProbs(model);
        Path file = only(folder.resolve("cache"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        assertArrayEquals(first, quantisedLogProbs(model));
        bytes[bytes.length / 2] ^= 4;
        assertArrayEquals(bytes, Files.readAllBytes(file));
        Files.write(file, new byte[] {1, 2, 3});
        assertArrayEquals(first, quantisedLogProbs(model));
    }

    @Test
    void anotherModelHasAnotherQuantisedFile() throws IOException {
        Path model = save(DType.BF16);
        quantisedLogProbs(model);
        Path first = only(folder.resolve("cache"));
        Path weights = model.resolve("model.safetensors");
        Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
        quantisedLogProbs(model);
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            assertEquals(2, files.count());
        }
        assertNotEquals(
                first.getFileName().toString(), ModelIdentity.fileName(model, BaseType.NF4));
    }

    private float[] quantisedLogProbs(Path model) {
        try (Engine engine = Engine.cpu();
                LlamaModel frozen =
                        ModelLoader.load(
                                engine,
                                model,
                                FrozenWeights.all(BaseType.NF4, folder.resolve("cache")))) {
            return logProbs(frozen);
        }
    }

    private static Path only(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.get(0);
        }
    }

    private Path save(DType dtype) {
        Path target = folder.resolve("model");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 7)) {
            ModelSaver.save(Policy.of(model), target, dtype, 1 << 30, List.of());
        }
        return target;
    }

    private static float[] logProbs(LlamaModel model) {
        return Forward.logProbs(Policy.of(model), BATCH);
    }

    /** The gradient of one factor of an adapter on the model. */
    private static float[] gradient(LlamaModel model, int checkpointEvery) {
        LoraConfig config = new LoraConfig(2, 4, 0, List.of("q_proj", "up_proj"), false, "model");
        try (LoraAdapter adapter = LoraAdapter.create(model, config, 3);
                Gradients gradients = new Gradients(model.engine())) {
            new Backpropagation(
                            new Policy(model, adapter), new ActivationMemory(checkpointEvery), 1)
                    .run(BATCH, new CrossEntropy(), StepTotals.of(List.of(BATCH)), gradients);
            return gradients.of(adapter.names(0, 0).get(1)).toFloatArray();
        }
    }

    private static float[] values(Engine engine, Weight weight) {
        try (var scope = engine.newScope()) {
            var target = scope.create(weight.shape());
            weight.into(engine, target);
            return target.toFloatArray();
        }
    }

    private static double relativeError(float[] exact, float[] kept) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(exact[i] - kept[i], 2);
            size += Math.pow(exact[i], 2);
        }
        return Math.sqrt(error / size);
    }
}
