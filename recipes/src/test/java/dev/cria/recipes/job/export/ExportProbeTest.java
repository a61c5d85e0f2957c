package dev.cria.recipes.job.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.HuggingFaceWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ExportProbeTest {

    @TempDir private Path dir;

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "BF16"})
    void everyTypeIsWithinItsBoundForEveryGoldenModel(DType dtype) {
        for (String name : List.of("golden/model-30", "golden/model-31", "models/stories260k")) {
            Path target = dir.resolve(name.replace('/', '-'));
            try (Engine engine = Engine.cpu();
                    OpenPolicy opened = OpenPolicy.open(engine, Shared.path(name), Adapters.NONE)) {
                long before = engine.liveArrays();
                ExportProbe probe = ExportProbe.of(opened, null);
                String found =
                        new Exporter(opened, dtype, 1 << 18, probe)
                                .huggingFace(opened.policy(), target);
                assertTrue(found.startsWith("largest difference"), found);
                assertEquals(dtype != DType.F32, found.contains("perplexity"), found);
                assertEquals(before, engine.liveArrays());
            }
            assertTrue(Files.exists(target.resolve("model.safetensors.index.json")));
            assertTrue(Files.exists(target.resolve("generation_config.json")));
        }
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void everyTypeOfGgufIsWithinItsBoundForEveryGoldenModel(GgufType type) {
        for (String name : List.of("golden/model-30", "golden/model-31")) {
            Path target = dir.resolve(name.replace('/', '-') + ".gguf");
            try (Engine engine = Engine.cpu();
                    OpenPolicy opened = OpenPolicy.open(engine, Shared.path(name), Adapters.NONE)) {
                long before = engine.liveArrays();
                ExportProbe probe = ExportProbe.of(opened, null);
                String found = new Exporter(opened, DType.F32, 1 << 18, probe).gguf(target, type);
                assertTrue(found.startsWith("largest difference"), found);
                assertEquals(before, engine.liveArrays());
            }
            assertTrue(Files.exists(target));
        }
    }

    @Test
    void anyMatrixExchangedForAnotherFailsTheExportAndLeavesNothing() throws IOException {
        Path golden = Shared.path("golden/model-30");
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = OpenPolicy.open(engine, golden, Adapters.NONE);
                HuggingFaceFolder source = HuggingFaceFolder.open(golden)) {
            ExportProbe probe = ExportProbe.of(opened, null);
            for (String part : List.of("self_attn.q_proj", "self_attn.v_proj", "mlp.up_proj")) {
                String first = "model.layers.0." + part + ".weight";
                String second = "model.layers.1." + part + ".weight";
                Path target = dir.resolve("broken");
                UserException refused =
                        assertThrows(
                                UserException.class,
                                () ->
                                        Publication.of(
                                                target,
                                                folder -> exchange(source, first, second, folder),
                                                folder ->
                                                        probe.folder(
                                                                opened.policy(),
                                                                folder,
                                                                ExportBound.of("F32"))));
                assertTrue(refused.getMessage().startsWith(target + ": what"), part);
                assertTrue(refused.getMessage().contains("--no-verify"), part);
                try (Stream<Path> left = Files.list(dir)) {
                    assertEquals(List.of(), left.toList());
                }
            }
        }
    }

    @Test
    void aFolderWithContentIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path target = Files.createDirectory(dir.resolve("taken"));
        Files.writeString(target.resolve("thesis.txt"), "three years");
        assertThrows(
                UserException.class,
                () ->
                        Publication.of(
                                target,
                                folder -> {
                                    throw new AssertionError("written to " + folder);
                                },
                                folder -> ""));
        assertTrue(Files.exists(target.resolve("thesis.txt")));
        assertFalse(Files.exists(dir.resolve("taken.tmp")));
    }

    private static void exchange(
            HuggingFaceFolder source, String first, String second, Path target) {
        TensorSource tensors = source.tensors();
        List<TensorData> written =
                tensors.tensors().values().stream()
                        .map(info -> TensorData.of(info, other(tensors, info, first, second)))
                        .toList();
        HuggingFaceWriter.write(target, source.config(), written, Long.MAX_VALUE, List.of());
    }

    private static ByteBuffer other(
            TensorSource tensors, TensorInfo info, String first, String second) {
        String name = info.name();
        return tensors.bytes(name.equals(first) ? second : name.equals(second) ? first : name);
    }
}
