package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.HostileNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index of shards opens files of its own folder and no others. */
final class HostileNamesTest {

    private static final String SECRET = "secret.safetensors";

    @TempDir private Path dir;

    private Path model;
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        model = Files.createDirectory(dir.resolve("model"));
        outside = Files.createDirectory(dir.resolve("outside"));
        write(outside.resolve(SECRET), "secret");
        write(model.resolve("a.safetensors"), "w");
        Files.createSymbolicLink(model.resolve("linked"), outside);
        Files.createSymbolicLink(model.resolve("link.safetensors"), outside.resolve(SECRET));
        Files.createSymbolicLink(model.resolve("zero.safetensors"), Path.of("/dev/zero"));
        Files.createSymbolicLink(model.resolve("same.safetensors"), Path.of("a.safetensors"));
    }

    @Test
    void noNameOpensAFileOutside() {
        long seed = System.nanoTime();
        System.out.println("HostileNamesTest seed " + seed);
        HostileNames names = new HostileNames(seed, outside.resolve(SECRET));
        int opened = 0;
        for (int i = 0; i < 10_000; i++) {
            String name = names.next();
            opened += opens("secret", name) ? 1 : 0;
        }
        assertEquals(0, opened, "seed " + seed);
    }

    @Test
    void linksOutOfTheFolderAndToDevicesAreRefusedAndLinksInsideAreNot() {
        assertFalse(opens("secret", "link.safetensors"));
        assertFalse(opens("secret", "zero.safetensors"));
        assertTrue(opens("w", "a.safetensors"));
        assertTrue(opens("w", "same.safetensors"));
        index("secret", "link.safetensors");
        UserException refused = assertThrows(UserException.class, this::open);
        assertTrue(refused.getMessage().contains("is a link out of its folder"));
    }

    @Test
    void aSnapshotOfTheCacheOfHuggingFaceIsRead() throws IOException {
        Path blobs = Files.createDirectories(dir.resolve("models--x--y/blobs"));
        model = Files.createDirectories(dir.resolve("models--x--y/snapshots/0123"));
        write(blobs.resolve("4567"), "w");
        Files.createSymbolicLink(model.resolve("a.safetensors"), Path.of("../../blobs/4567"));
        assertTrue(opens("w", "a.safetensors"));
    }

    private boolean opens(String tensor, String name) {
        index(tensor, name);
        try {
            open();
            return true;
        } catch (UserException refused) {
            return false;
        }
    }

    private void open() {
        ShardIndex.read(model.resolve(ShardIndex.NAME)).openShards().close();
    }

    private void index(String tensor, String name) {
        var json = Json.object();
        json.putObject("weight_map").put(tensor, name);
        try {
            Files.write(model.resolve(ShardIndex.NAME), Json.bytes(json));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void write(Path file, String tensor) {
        TensorInfo info = new TensorInfo(tensor, DType.U8, Shape.of(1));
        TensorData data = TensorData.of(info, ByteBuffer.allocate(1));
        SafetensorsWriter.write(file, List.of(data), Map.of());
    }
}
