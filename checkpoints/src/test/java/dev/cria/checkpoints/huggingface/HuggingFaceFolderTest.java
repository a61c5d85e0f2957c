package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HuggingFaceFolderTest {

    private static final LlamaConfig TINY =
            LlamaConfig.builder()
                    .vocabSize(10)
                    .hiddenSize(8)
                    .intermediateSize(12)
                    .numLayers(2)
                    .numHeads(2)
                    .numKvHeads(1)
                    .build();

    @TempDir private Path dir;

    @Test
    void theGoldenModelsAreUnderstood() {
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"))) {
            assertEquals(List.of(1009, 1016, 1017), model.config().eosTokenIds());
            assertEquals(new Rope(500_000, null), model.config().rope());
            assertEquals(16, model.config().headDim());
            assertEquals(2 + 2 * 9 + 1, model.tensors().tensors().size());
        }
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-31"))) {
            assertEquals(new Rope(500_000, new Llama3Scaling(8, 1, 4, 64)), model.config().rope());
            assertEquals(DType.BF16, model.config().dtype());
            assertTrue(model.config().tieWordEmbeddings());
            assertEquals(241_088, model.config().numParameters());
        }
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("models/stories260k"))) {
            assertEquals(512, model.config().vocabSize());
            assertNull(model.config().padTokenId());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 200_000, Long.MAX_VALUE})
    void aModelWrittenInShardsIsReadBack(long maxShardBytes) throws IOException {
        Path golden = Shared.path("golden/model-31");
        Path copy = dir.resolve("copy");
        List<Path> others = List.of(golden.resolve("tokenizer.json"));
        try (HuggingFaceFolder model = HuggingFaceFolder.open(golden)) {
            List<TensorData> tensors =
                    model.tensors().tensors().values().stream()
                            .map(info -> TensorData.of(info, model.tensors()))
                            .toList();
            HuggingFaceWriter.write(copy, model.config(), tensors, maxShardBytes, others);
            try (HuggingFaceFolder read = HuggingFaceFolder.open(copy)) {
                assertEquals(model.config(), read.config());
                assertEquals(model.tensors().tensors(), read.tensors().tensors());
                for (String name : model.tensors().tensors().keySet()) {
                    assertEquals(model.tensors().bytes(name), read.tensors().bytes(name), name);
                }
            }
        }
        assertEquals(
                maxShardBytes == Long.MAX_VALUE, Files.exists(copy.resolve("model.safetensors")));
        assertEquals(
                -1,
                Files.mismatch(golden.resolve("tokenizer.json"), copy.resolve("tokenizer.json")));
    }

    @Test
    void everyMissingSurplusOrMisshapenTensorIsNamed() {
        Map<String, Shape> shapes = LlamaTensors.of(TINY);
        for (String name : shapes.keySet()) {
            List<TensorData> tensors = zeros(shapes);
            tensors.removeIf(tensor -> tensor.info().name().equals(name));
            assertRefused(tensors, name);
            tensors.add(zeros(name, Shape.of(3, 3)));
            assertRefused(tensors, name);
        }
        List<TensorData> surplus = zeros(shapes);
        surplus.add(zeros("model.layers.2.mlp.up_proj.weight", Shape.of(12, 8)));
        assertRefused(surplus, "model.layers.2.mlp.up_proj.weight");
    }

    @Test
    void aTiedModelMayStoreItsHead() {
        LlamaConfig tied = TINY.toBuilder().tieWordEmbeddings(true).build();
        List<TensorData> tensors = zeros(LlamaTensors.of(tied));
        HuggingFaceWriter.write(dir.resolve("without"), tied, tensors, 1 << 20, List.of());
        tensors.add(zeros(LlamaTensors.HEAD, Shape.of(10, 8)));
        HuggingFaceWriter.write(dir.resolve("with"), tied, tensors, 1 << 20, List.of());
        HuggingFaceFolder.open(dir.resolve("without")).close();
        HuggingFaceFolder.open(dir.resolve("with")).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/model.safetensors",
                "a/b.safetensors",
                "..\\\\b.safetensors",
                "",
                "..",
                "weights.bin"
            })
    void shardsOutsideTheFolderAreNotOpened(String shard) throws IOException {
        HuggingFaceWriter.write(dir.resolve("m"), TINY, zeros(LlamaTensors.of(TINY)), 1, List.of());
        Path index = dir.resolve("m/model.safetensors.index.json");
        String text = Files.readString(index);
        Files.writeString(index, text.replaceFirst("model-[^\"]*", shard));
        assertThrows(UserException.class, () -> HuggingFaceFolder.open(dir.resolve("m")));
    }

    @Test
    void anIndexThatDisagreesWithItsShardsIsRefused() throws IOException {
        HuggingFaceWriter.write(dir.resolve("m"), TINY, zeros(LlamaTensors.of(TINY)), 1, List.of());
        Path index = dir.resolve("m/model.safetensors.index.json");
        String text = Files.readString(index);
        Files.writeString(index, text.replace("model-00001-of", "model-00002-of"));
        assertThrows(UserException.class, () -> HuggingFaceFolder.open(dir.resolve("m")));
    }

    @Test
    void aFolderWithContentIsNotOverwritten() throws IOException {
        Files.writeString(dir.resolve("thesis.txt"), "three years");
        UserException refused =
                assertThrows(
                        UserException.class,
                        () ->
                                HuggingFaceWriter.write(
                                        dir,
                                        TINY,
                                        zeros(LlamaTensors.of(TINY)),
                                        1 << 20,
                                        List.of()));
        assertTrue(refused.getMessage().contains("not empty"));
        assertEquals("three years", Files.readString(dir.resolve("thesis.txt")));
    }

    private void assertRefused(List<TensorData> tensors, String name) {
        Path target = dir.resolve("refused");
        UserException refused =
                assertThrows(
                        UserException.class,
                        () -> HuggingFaceWriter.write(target, TINY, tensors, 1, List.of()));
        assertTrue(refused.getMessage().contains(name), refused.getMessage());
        assertTrue(Files.notExists(target));
    }

    private static List<TensorData> zeros(Map<String, Shape> shapes) {
        List<TensorData> tensors = new ArrayList<>();
        shapes.forEach((name, shape) -> tensors.add(zeros(name, shape)));
        return tensors;
    }

    private static TensorData zeros(String name, Shape shape) {
        TensorInfo info = new TensorInfo(name, DType.F32, shape);
        return TensorData.of(info, ByteBuffer.allocate((int) info.byteSize()));
    }
}
