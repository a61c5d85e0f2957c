package dev.cria.recipes.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.recipe.Recovery;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisorTest {

    private static final int KILLED = 137;
    private static final Recovery NO_WAIT = new Recovery(5, 0, 0, 3, 60, 10, 300);

    @TempDir Path folder;
    private final List<String> said = new ArrayList<>();
    private int attempts;
    private int killed;
    private int terminated;
    private double now;

    /** Ends with a code at the first look, or stands still until it is killed. */
    private class Fake implements Child {

        private final int code;
        private final boolean frozen;

        Fake(int code, boolean frozen) {
            this.code = code;
            this.frozen = frozen;
        }

        @Override
        public int await(double seconds) {
            now += seconds;
            return frozen && killed == 0 ? -1 : code;
        }

        @Override
        public void terminate() {
            terminated++;
        }

        @Override
        public void kill() {
            killed++;
        }

        @Override
        public String threads() {
            return "1 (java) T";
        }
    }

    @BeforeEach
    void runFolder() throws IOException {
        Files.createDirectories(folder.resolve("checkpoints/sft"));
    }

    private Supervisor supervisor(Recovery recovery, IntUnaryOperator ending) {
        return new Supervisor(
                folder,
                recovery,
                "session",
                () -> {
                    begin();
                    return new Fake(ending.applyAsInt(++attempts), false);
                },
                () -> now,
                said::add);
    }

    private void begin() {
        new AttemptLog(folder).append(AttemptLog.event("begin").put("session", "session"));
    }

    private void saved(long step) {
        folder.resolve("checkpoints/sft/step-%09d".formatted(step)).toFile().mkdirs();
    }

    private List<String> reasons() {
        return new AttemptLog(folder)
                .read().stream()
                        .filter(event -> event.path("event").asText().equals("end"))
                        .map(event -> event.path("reason").asText())
                        .toList();
    }

    @Test
    void aRunThatDiesIsStartedAgainUntilItIsDone() {
        Supervisor supervisor =
                supervisor(
                        NO_WAIT,
                        attempt -> {
                            saved(attempt);
                            return List.of(KILLED, ExitCode.OUT_OF_MEMORY, 134, 1, 0)
                                    .get(attempt - 1);
                        });
        assertEquals(0, supervisor.run());
        assertEquals(
                List.of("killed", "out of memory", "died of signal 6", "failed", "done"),
                reasons());
        assertEquals(4, said.size());
    }

    @Test
    void whatTheUserDidIsNotRepeated() {
        for (int code :
                List.of(
                        ExitCode.USER_ERROR,
                        ExitCode.IN_USE,
                        ExitCode.INTERRUPTED,
                        ExitCode.TERMINATED)) {
            attempts = 0;
            assertEquals(code, supervisor(NO_WAIT, attempt -> code).run());
            assertEquals(1, attempts);
        }
        assertEquals(List.of(), said);
    }

    @Test
    void anEndComesAfterAsManyRestartsAsAllowed() {
        Supervisor supervisor =
                supervisor(
                        NO_WAIT,
                        attempt -> {
                            saved(attempt);
                            return KILLED;
                        });
        assertEquals(KILLED, supervisor.run());
        assertEquals(1 + 5, attempts);
        assertTrue(said.get(5).contains("after 5 restarts"), said.get(5));
    }

    @Test
    void aCrashLoopWithoutProgressEndsEarly() {
        Supervisor supervisor =
                supervisor(
                        NO_WAIT,
                        attempt -> {
                            if (attempt == 2) {
                                saved(20);
                            }
                            return KILLED;
                        });
        assertEquals(KILLED, supervisor.run());
        assertEquals(1 + 1 + 3, attempts);
        assertTrue(said.get(4).contains("3 times in a row without a new checkpoint"), said.get(4));
    }

    @Test
    void aProcessThatStandsStillIsKilledAndCountsAsHung() throws IOException {
        Supervisor supervisor =
                new Supervisor(
                        folder,
                        NO_WAIT,
                        "session",
                        () -> {
                            begin();
                            return ++attempts == 1 ? new Fake(KILLED, true) : new Fake(0, false);
                        },
                        () -> now,
                        said::add);
        assertEquals(0, supervisor.run());
        assertEquals(1, killed);
        assertEquals(List.of("hung", "done"), reasons());
        assertTrue(now > 60 && now < 75, "found after %.0f s".formatted(now));
        try (var dumps = Files.newDirectoryStream(folder, "hang-threads-*.txt")) {
            assertTrue(Files.readString(dumps.iterator().next()).contains("(java) T"));
        }
    }

    @Test
    void afterAStopNothingIsStarted() {
        Supervisor supervisor = supervisor(NO_WAIT, attempt -> KILLED);
        supervisor.stop();
        assertEquals(ExitCode.TERMINATED, supervisor.run());
        assertEquals(0, attempts);
    }

    @Test
    void aStopDuringARunReachesTheChild() {
        List<Supervisor> self = new ArrayList<>();
        Child.Launcher launcher =
                () -> {
                    begin();
                    attempts++;
                    return new Fake(KILLED, false) {
                        @Override
                        public int await(double seconds) {
                            self.get(0).stop();
                            return terminated > 0 ? ExitCode.TERMINATED : -1;
                        }
                    };
                };
        self.add(new Supervisor(folder, NO_WAIT, "session", launcher, () -> now, said::add));
        assertEquals(ExitCode.TERMINATED, self.get(0).run());
        assertEquals(1, attempts);
        assertEquals(1, terminated);
    }

    @Test
    void aBlowUpIsGoneAroundFromTheCheckpointBeforeIt() {
        AttemptLog log = new AttemptLog(folder);
        Supervisor supervisor =
                supervisor(
                        NO_WAIT,
                        attempt -> {
                            saved(20);
                            saved(40);
                            if (attempt == 3) {
                                return 0;
                            }
                            log.append(
                                    AttemptLog.event("blow_up")
                                            .put("stage", "sft")
                                            .put("step", 46 + attempt)
                                            .put("what", "the loss is NaN"));
                            return ExitCode.BLOWN_UP;
                        });
        assertEquals(0, supervisor.run());
        List<JsonNode> decisions =
                log.read().stream()
                        .filter(event -> event.path("event").asText().equals("leave_out"))
                        .toList();
        assertEquals("[47]", decisions.get(0).path("steps").toString());
        assertEquals(40, decisions.get(0).path("back_to").asLong());
        assertEquals("[48]", decisions.get(1).path("steps").toString());
        assertEquals(20, decisions.get(1).path("back_to").asLong(), "one further back");
        assertTrue(said.get(0).contains("goes back to step 40 and leaves out step 47"));
    }

    @Test
    void waitsDoubleWithoutProgressAndVanishWithIt() {
        Recovery patient = new Recovery(9, 1, 3, 9, 60, 10, 300);
        List<Double> waits = new ArrayList<>();
        for (int fruitless = 0; fruitless < 5; fruitless++) {
            waits.add(Supervisor.wait(patient, fruitless));
        }
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 3.0), waits);
    }
}
