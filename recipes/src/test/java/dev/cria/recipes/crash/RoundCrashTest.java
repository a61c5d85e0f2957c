package dev.cria.recipes.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row R1 of docs/reliability.md for post-training; {@code scripts/torture rounds} has many. */
@Tag("crash")
final class RoundCrashTest {

    private static final long SEED = Long.getLong("cria.seed", 20_261_122);

    @Test
    void aRoundThatIsKilledInItsStagesEndsAsIfItNeverWas(@TempDir Path folder)
            throws IOException, InterruptedException {
        System.out.println("seed " + SEED);
        TinyRounds rounds = new TinyRounds(folder);
        rounds.finish("clean");
        new RoundKills(rounds, rounds.identity("clean"), new Random(SEED), System.out::println)
                .each("killed");
    }
}
