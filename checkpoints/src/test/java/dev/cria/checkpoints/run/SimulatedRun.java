package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.CrashingStorage;
import dev.cria.testing.storage.MemoryDisk;
import dev.cria.testing.storage.PowerLost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A run that saves, is killed or loses its power, and goes on from what it finds; what it finds is
 * held against what was acknowledged to it.
 */
final class SimulatedRun {

    private static final Path FOLDER = Path.of("/runs/one/checkpoints/stage");
    private static final int MAX_LIVES = 4;
    private static final int MAX_SAVES = 4;

    private final Random random;
    private final UnaryOperator<Storage> spoiled;
    private final int keep;
    private final long salt;

    /** The version of each step's content that save has acknowledged last. */
    private final TreeMap<Long, Integer> acknowledged = new TreeMap<>();

    private final List<String> reports = new ArrayList<>();
    private MemoryDisk disk = new MemoryDisk();
    private int version;

    /**
     * @param spoiled makes the storage forget what it should do, to see that it is noticed
     */
    SimulatedRun(Random random, UnaryOperator<Storage> spoiled) {
        this.random = random;
        this.spoiled = spoiled;
        this.keep = 2 + random.nextInt(2);
        this.salt = random.nextLong();
    }

    /** Lives up to four times, then once more to the end. */
    void run() throws IOException {
        int lives = 1 + random.nextInt(MAX_LIVES);
        for (int life = 0; life < lives; life++) {
            try {
                live(spoiled.apply(new CrashingStorage(disk, random.nextInt(160))));
            } catch (PowerLost end) {
                // Seen below.
            }
            if (life == lives - 1 || random.nextInt(3) > 0) {
                disk = disk.afterPowerLoss(random);
            }
        }
        Storage sound = new CrashingStorage(disk, Long.MAX_VALUE);
        live(sound);
        assertOnlyCheckpoints(sound);
    }

    private void live(Storage storage) throws IOException {
        CheckpointStore store = new CheckpointStore(FOLDER, keep, storage, reports::add);
        long step = resume(store, storage);
        int saves = 1 + random.nextInt(MAX_SAVES);
        for (int i = 0; i < saves; i++) {
            boolean again = step > 0 && random.nextInt(5) == 0;
            step += again ? 0 : 1 + random.nextInt(3);
            version++;
            store.save(step, files(step, version), Map.of("version", version + ""));
            acknowledged.put(step, version);
        }
        assertSound(store, storage);
    }

    private long resume(CheckpointStore store, Storage storage) throws IOException {
        List<Checkpoint> found = assertSound(store, storage);
        return found.isEmpty() ? 0 : found.get(0).step();
    }

    private List<Checkpoint> assertSound(CheckpointStore store, Storage storage)
            throws IOException {
        List<Checkpoint> found = store.newest(Integer.MAX_VALUE);
        for (Checkpoint checkpoint : found) {
            int loaded = Integer.parseInt(checkpoint.facts().get("version"));
            int expected = acknowledged.getOrDefault(checkpoint.step(), 0);
            assertTrue(
                    loaded >= expected, () -> checkpoint + " is older than " + expected + what());
            for (CheckpointFile file : files(checkpoint.step(), loaded)) {
                assertArrayEquals(
                        Contents.bytes(file),
                        StoredFile.bytes(storage, checkpoint.file(file.name()), 1 << 20),
                        () -> file.name() + " of " + checkpoint + what());
            }
        }
        int wanted = Math.min(keep, acknowledged.size());
        assertTrue(found.size() >= wanted, () -> found + ", not " + wanted + what());
        if (wanted > 0) {
            long last = acknowledged.lastKey();
            assertTrue(found.get(0).step() >= last, () -> found + " but not " + last + what());
        }
        return found;
    }

    private static void assertOnlyCheckpoints(Storage storage) throws IOException {
        List<String> others =
                storage.list(FOLDER).stream()
                        .filter(name -> CheckpointNames.step(name).isEmpty())
                        .toList();
        assertEquals(List.of(), others);
    }

    private String what() {
        return "; acknowledged " + acknowledged + ", reports " + reports;
    }

    /** A pure function of the step and the version. */
    private List<CheckpointFile> files(long step, int of) {
        List<CheckpointFile> files = new ArrayList<>();
        Random content = new Random(salt ^ (step << 32) ^ of);
        for (String name : List.of("parameters.safetensors", "optimizer.safetensors")) {
            byte[] bytes = new byte[content.nextInt(2000)];
            content.nextBytes(bytes);
            files.add(new CheckpointFile(name, FileContent.of(bytes)));
        }
        return files;
    }
}
