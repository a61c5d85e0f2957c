package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.KillPoint;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.Randoms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is halted at every named place of a save; the next one finds what was acknowledged. */
@Tag("crash")
final class KillPointsTest {

    private static final KillPoint[] PLACES = KillPoint.values();
    private static final int STEPS = 4;

    @TempDir private Path dir;

    @Test
    void noPlaceLosesWhatWasAcknowledged() {
        assertTrue(PLACES.length >= 15, "places " + PLACES.length);
        Randoms.of("R2 kill points", PLACES.length)
                .forEach(
                        (random, number) ->
                                killAndGoOn(
                                        PLACES[number % PLACES.length],
                                        // The first round is by each place's first time.
                                        number < PLACES.length ? 1 : 1 + random.nextInt(2),
                                        dir.resolve("run-" + number)));
    }

    private static void killAndGoOn(KillPoint place, int count, Path folder) throws Exception {
        List<String> said = start(place + ":" + count, folder, KillPoint.EXIT_CODE);
        assertTrue(said.contains("halted at " + place), said.toString());
        long acknowledged = 0;
        for (String line : said) {
            if (line.startsWith("acknowledged ")) {
                acknowledged = Long.parseLong(line.substring("acknowledged ".length()));
            }
        }
        long found = assertSound(folder);
        assertTrue(found >= acknowledged, place + ": " + found + " after " + said);
        List<String> second = start("", folder, 0);
        assertEquals("resumed " + found, second.get(0), place + ": " + second);
        assertEquals(STEPS, assertSound(folder));
        try (Stream<Path> names = Files.list(folder.resolve("checkpoints/stage"))) {
            assertEquals(SaveMain.KEEP, names.count(), place + " left something");
        }
        Storage.disk().delete(folder);
    }

    private static long assertSound(Path folder) throws IOException {
        List<Checkpoint> found =
                new CheckpointStore(folder.resolve("checkpoints/stage"), SaveMain.KEEP).newest(9);
        for (Checkpoint checkpoint : found) {
            List<CheckpointFile> files = Contents.of(2, checkpoint.step(), SaveMain.PARAMETERS);
            Contents.assertIn(checkpoint, files, Storage.disk(), checkpoint.toString());
        }
        return found.isEmpty() ? 0 : found.get(0).step();
    }

    private static List<String> start(String killAt, Path folder, int expected) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SaveMain.class.getName(),
                                folder.toString(),
                                Integer.toString(STEPS))
                        .redirectErrorStream(true);
        builder.environment().put("CRIA_KILL_AT", killAt);
        Process process = builder.start();
        List<String> said = new ArrayList<>(process.inputReader().lines().toList());
        assertEquals(expected, process.waitFor(), () -> killAt + ": " + said);
        return said;
    }
}
