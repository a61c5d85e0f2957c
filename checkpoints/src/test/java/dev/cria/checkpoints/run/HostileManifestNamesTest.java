package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.json.Json;
import dev.cria.testing.HostileNames;
import dev.cria.testing.storage.ForwardingStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest opens files of its own checkpoint and no others; links are not followed. */
final class HostileManifestNamesTest {

    @TempDir private Path dir;

    @Test
    void noNameOpensAFileOutside() throws IOException {
        long seed = System.nanoTime();
        System.out.println("HostileManifestNamesTest seed " + seed);
        Path secret = Files.writeString(dir.resolve("secret"), "secret");
        Path folder = dir.resolve("checkpoints");
        Path step = Files.createDirectories(folder.resolve(CheckpointNames.of(1)));
        Files.createSymbolicLink(step.resolve("link"), secret);
        Files.createSymbolicLink(step.resolve("linked"), dir);
        List<Path> opened = new ArrayList<>();
        CheckpointStore store = new CheckpointStore(folder, 2, new Watched(opened), message -> {});
        HostileNames names = new HostileNames(seed, secret);
        for (int i = 0; i < 10_000; i++) {
            writeManifest(step, i == 0 ? "link" : names.next());
            assertTrue(store.newest().isEmpty());
        }
        // Of 10,000 manifests, each read at least once, nothing else was opened.
        assertTrue(opened.size() >= 10_000, opened.size() + " opened");
        for (Path path : opened) {
            assertEquals(step.resolve(Manifest.NAME), path, "seed " + seed);
        }
    }

    private static void writeManifest(Path step, String name) throws IOException {
        var json = Json.object();
        json.put("format", 1);
        json.put("step", 1);
        json.putObject("files").putObject(name).put("bytes", 6).put("sha256", "00");
        Files.write(step.resolve(Manifest.NAME), Json.bytes(json));
    }

    /** The disk, noting what is opened. */
    private static final class Watched extends ForwardingStorage {

        private final List<Path> opened;

        Watched(List<Path> opened) {
            super(Storage.disk());
            this.opened = opened;
        }

        @Override
        public InputFile open(Path file) throws IOException {
            opened.add(file);
            return super.open(file);
        }
    }
}
