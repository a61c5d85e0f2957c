package dev.cria.data.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that mixes is killed at random times and started again until it comes to its end, with
 * another number of threads each time. {@code -Dcria.cases} changes how many kills there are.
 */
@Tag("crash")
final class MixCrashTest {

    private static final long SEED = Long.getLong("cria.seed", 20_261_121);
    private static final int KILLS = Integer.getInteger("cria.cases", 15);

    @TempDir Path folder;

    private final Random random = new Random(SEED);

    @Test
    void whatIsKilledAtAnyTimeEndsWithTheFilesOfAnUndisturbedRun() throws Exception {
        System.out.println("seed " + SEED);
        Corpus.write(folder.resolve("large.jsonl"), "large-", 3000, 60, random);
        Corpus.write(folder.resolve("small.jsonl"), "small-", 300, 40, random);
        long start = System.nanoTime();
        Path clean = folder.resolve("clean");
        assertEquals(0, start(clean, 2).waitFor(), () -> log(clean));
        long millis = (System.nanoTime() - start) / 1_000_000;
        Map<String, String> expected = hashes(clean);
        assertTrue(expected.size() > 50, expected::toString);
        Path output = folder.resolve("killed");
        int kills = 0;
        int ends = 0;
        while (kills < KILLS || Files.exists(work(output))) {
            Process process = start(output, 1 + random.nextInt(4));
            boolean kill = kills < KILLS;
            if (kill && !process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
                continue;
            }
            assertEquals(0, process.waitFor(), () -> log(output));
            ends++;
            assertEquals(expected, hashes(output));
            assertTrue(!Files.exists(work(output)));
            Storage.disk().delete(output);
        }
        System.out.printf("%d kills, %d runs to their end, all as the clean one%n", kills, ends);
    }

    private static Map<String, String> hashes(Path output) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : Corpus.files(output)) {
            hashes.put(file.getFileName().toString(), Sha256.of(file));
        }
        return hashes;
    }

    private Process start(Path output, int threads) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        path,
                        MixMain.class.getName(),
                        folder.resolve("large.jsonl").toString(),
                        folder.resolve("small.jsonl").toString(),
                        output.toString(),
                        Integer.toString(threads))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static Path work(Path output) {
        return output.resolveSibling(output.getFileName() + ".work");
    }

    private String log(Path output) {
        try {
            return output + ":\n" + Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
