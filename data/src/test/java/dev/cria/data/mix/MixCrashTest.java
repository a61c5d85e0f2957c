package dev.cria.data.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.work.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that mixes is killed at random times. {@code -Dcria.cases} changes how many kills there
 * are.
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
        List<String> inputs =
                List.of(
                        folder.resolve("large.jsonl").toString(),
                        folder.resolve("small.jsonl").toString());
        Map<String, String> files =
                new KilledProcess(folder, MixMain.class, inputs, random)
                        .compare(KILLS, MixCrashTest::hashes);
        assertTrue(files.size() > 50, files::toString);
    }

    private static Map<String, String> hashes(Path output) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : Corpus.files(output)) {
            hashes.put(file.getFileName().toString(), Sha256.of(file));
        }
        return hashes;
    }
}
