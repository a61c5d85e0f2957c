package dev.cria.recipes.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rows R1, R2, R8 and R12 of docs/reliability.md, in few cases; scripts/torture has many. */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashTest {

    private static final int STEPS = 300;
    private static final long SEED = Long.getLong("cria.seed", 20_261_121);

    /** More kills or rounds by {@code -Dcria.cases}. */
    private static final int CASES = Integer.getInteger("cria.cases", 25);

    private TinyTraining training;
    private RunFiles.Identity clean;

    @BeforeAll
    void undisturbed(@TempDir Path folder) throws IOException, InterruptedException {
        System.out.println("seed " + SEED);
        training = new TinyTraining(folder, STEPS);
        clean = training.finish("clean").identity();
    }

    private Disturbances disturbances() {
        return new Disturbances(training, clean, new Random(SEED));
    }

    @Test
    void aRunThatIsKilledAtAnyTimeEndsAsIfItNeverWas() throws Exception {
        new KillLoop(
                        training,
                        clean,
                        new Random(SEED),
                        TinyTraining.SAVE_STEPS,
                        0,
                        System.out::println,
                        "async_save=false")
                .run(CASES);
    }

    @Test
    void aRunThatIsKilledAtEveryPlaceOfASaveEndsAsIfItNeverWas() throws Exception {
        disturbances().killPoints("points");
    }

    @Test
    void aRunThatIsStoppedBySignalsSavesAndLosesNothing() throws Exception {
        List<String> names = new ArrayList<>(List.of("TERM", "TERM"));
        if (!isIgnored(2)) {
            names.addAll(List.of("INT", "INT"));
        }
        disturbances().signals("once", names, false);
        disturbances().signals("twice", names.subList(1, names.size()), true);
    }

    @Test
    void aProcessThatIsFrozenIsKilledAndTheRunGoesOn() throws Exception {
        disturbances().freeze("frozen");
    }

    @Test
    void withoutItsSupervisorAProcessSavesAndStops() throws Exception {
        disturbances().orphan("orphan");
    }

    @Test
    void aProcessThatHangsSaysWhereAndTheRunGoesOn() throws Exception {
        disturbances().hang("hung-", Disturbances.HANGS);
    }

    /** A process in the background of a shell may have been started with INT ignored. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(
                        line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16)
                                                        >> (signal - 1)
                                                & 1)
                                        == 1);
    }
}
