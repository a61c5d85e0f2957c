package dev.cria.checkpoints.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {

    @TempDir private Path dir;
    private final List<String> reports = new ArrayList<>();

    @Test
    void theNewestIsReadBack() throws IOException {
        CheckpointStore store = store();
        assertTrue(store.newest().isEmpty());
        store.save(5, files("five"));
        store.save(10, files("ten"));
        Checkpoint newest = store.newest().orElseThrow();
        assertEquals(10, newest.step());
        assertEquals("ten weights", Files.readString(newest.file("weights")));
        assertThrows(IllegalArgumentException.class, () -> newest.file("MANIFEST.json"));
        assertEquals(List.of(), reports);
    }

    @Test
    void atLeastTwoAreKept() throws IOException {
        CheckpointStore store = new CheckpointStore(dir, 1);
        for (int step = 1; step <= 5; step++) {
            store.save(step, files("step"));
        }
        assertEquals(List.of("step-000000004", "step-000000005"), names());
    }

    @Test
    void theOneThatIsSparedStaysUntilAnotherIs() throws IOException {
        CheckpointStore store = new CheckpointStore(dir, 2);
        store.save(1, files("one"));
        store.spare(1);
        for (int step = 2; step <= 5; step++) {
            store.save(step, files("step"));
        }
        assertEquals(List.of("step-000000001", "step-000000004", "step-000000005"), names());
        assertEquals("one weights", Files.readString(store.at(1).orElseThrow().file("weights")));
        store.spare(5);
        store.save(6, files("step"));
        assertEquals(List.of("step-000000005", "step-000000006"), names());
        assertTrue(store.at(4).isEmpty());
    }

    @Test
    void severalOfTheNewestLeaveOutDamagedOnes() throws IOException {
        CheckpointStore store = new CheckpointStore(dir, 4);
        for (int step = 1; step <= 4; step++) {
            store.save(step, files("step"));
        }
        Files.delete(dir.resolve("step-000000003/weights"));
        assertEquals(List.of(4L, 2L), store.newest(2).stream().map(Checkpoint::step).toList());
        assertEquals(3, store.newest(9).size());
        assertTrue(store.at(3).isEmpty());
    }

    @Test
    void damagedCheckpointsAreNotCountedAsKept() throws IOException {
        CheckpointStore store = new CheckpointStore(dir, 2);
        store.save(1, files("one"));
        store.save(2, files("two"));
        Files.delete(dir.resolve("step-000000002/weights"));
        store.save(3, files("three"));
        assertTrue(names().contains("step-000000001"));
    }

    @Test
    void aRunThatFellBackOverwritesItsDamagedFuture() throws IOException {
        CheckpointStore store = store();
        for (int step : new int[] {100, 200, 300}) {
            store.save(step, files("first"));
        }
        Files.delete(dir.resolve("step-000000300/weights"));
        Files.delete(dir.resolve("step-000000200/weights"));
        store.save(200, files("second"));
        assertEquals(200, store.newest().orElseThrow().step());
        store.save(300, files("second"));
        Checkpoint newest = store.newest().orElseThrow();
        assertEquals("second weights", Files.readString(newest.file("weights")));
    }

    @Test
    void foldersThatOnlyLookLikeCheckpointsAreIgnored() throws IOException {
        store().save(1, files("one"));
        for (String name :
                List.of("step-9", "xstep-000000009", "step-000000009x", "step-00000000a")) {
            Files.createDirectory(dir.resolve(name));
        }
        assertEquals(1, store().newest().orElseThrow().step());
        assertEquals(List.of(), reports);
    }

    @Test
    void leftOversOfAKilledSaveAreRemovedByTheNext() throws IOException {
        Path left = dir.resolve("step-000000001.tmp-123e4567-e89b-12d3-a456-426614174000");
        Files.createDirectories(left);
        Files.writeString(left.resolve("weights"), "half");
        store().save(2, files("two"));
        assertEquals(List.of("step-000000002"), names());
    }

    @Test
    void everyFlippedBitAndTruncationIsDetectedAndTheOlderOneUsed() throws IOException {
        long seed = System.nanoTime();
        System.out.println("CheckpointStoreTest seed " + seed);
        Random random = new Random(seed);
        CheckpointStore store = store();
        store.save(1, files("one"));
        Path newest = store.save(2, files("two"));
        for (String name : List.of("weights", "state.json", "MANIFEST.json")) {
            Path file = newest.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int i = 0; i < 200; i++) {
                byte[] damaged = i % 4 == 0 ? cut(sound, random) : flipped(sound, random);
                Files.write(file, damaged);
                assertEquals(1, store.newest().orElseThrow().step(), "seed " + seed + " " + name);
                assertTrue(reports.get(reports.size() - 1).contains("step-000000002"));
            }
            Files.write(file, sound);
            assertEquals(2, store.newest().orElseThrow().step());
        }
    }

    @Test
    void swappedFilesAndManifestsOfOtherStepsAreDetected() throws IOException {
        CheckpointStore store = store();
        Path first = store.save(1, files("one"));
        Path second = store.save(2, files("two"));
        Files.copy(
                first.resolve("weights"),
                second.resolve("weights"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, store.newest().orElseThrow().step());
        Files.move(first, dir.resolve("step-000000009"));
        assertTrue(store.newest().isEmpty());
    }

    @Test
    void factsComeBackAsTheyWereGiven() {
        Map<String, String> facts = Map.of("recipe_sha256", "ab", "seed", "42\n\u00e9");
        store().save(1, files("one"), facts);
        assertEquals(facts, store().newest().orElseThrow().facts());
    }

    private CheckpointStore store() {
        return store(dir, Storage.disk());
    }

    private CheckpointStore store(Path folder, Storage storage) {
        return new CheckpointStore(folder, 3, storage, reports::add);
    }

    private static List<CheckpointFile> files(String content) {
        return List.of(
                new CheckpointFile("weights", text(content + " weights")),
                new CheckpointFile("state.json", text("{\"a\": \"" + content + "\"}")));
    }

    private static FileContent text(String text) {
        return FileContent.of(text.getBytes(UTF_8));
    }

    private static byte[] cut(byte[] sound, Random random) {
        return Arrays.copyOf(sound, random.nextInt(sound.length - 1));
    }

    private static byte[] flipped(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    private List<String> names() throws IOException {
        try (var children = Files.list(dir)) {
            return children.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
