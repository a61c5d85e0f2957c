package dev.cria.trainer.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that mean harm: none gets out, none is left, none passes for what it is not. */
final class HostileProgramsTest {

    private static final TestSuite SQUARES =
            TestSuite.of(
                    List.of(
                            "assert f(2) == 4",
                            "assert f(3) == 9",
                            "assert isinstance(f(4), int) and f(4) == 16"));

    private static final Limits LIMITS =
            new Limits(
                    256L << 20,
                    8L << 20,
                    1 << 16,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    16,
                    64);

    /** Of programs that do not end: less, so that tests do. */
    private static final Limits SHORT = LIMITS.withSeconds(0.5);

    /** How much later than its limit a program may be gone, on a machine that is busy. */
    private static final double SLACK = 30;

    @TempDir private static Path folder;
    private static Canaries canaries;
    private static Sandbox sandbox;
    private static List<HostileProgram> programs;
    private static Map<String, Future<?>> runs;

    @BeforeAll
    static void startAll() throws IOException {
        sandbox = Sandboxes.open();
        canaries = new Canaries(folder, Interpreter.find(null));
        Map<String, String> facts = new HashMap<>(HostileProgram.calls());
        facts.putAll(canaries.facts());
        programs = HostileProgram.all(facts);
        assertTrue(programs.size() >= 120, () -> "programs: " + programs.size());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        runs = new HashMap<>();
        programs.forEach(program -> runs.put(program.name(), threads.submit(() -> run(program))));
        assertEquals(programs.size(), runs.size(), "names are each one's own");
        threads.shutdown();
    }

    @AfterAll
    static void nothingOutsideWasTouched() throws IOException {
        if (canaries != null) {
            canaries.requireUntouched();
            canaries.close();
        }
    }

    static Stream<HostileProgram> programs() {
        return programs.stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void nothingGetsOutNothingIsLeft(HostileProgram program) throws Exception {
        runs.get(program.name()).get();
    }

    private static void run(HostileProgram program) {
        Limits limits = program.isEndless() ? SHORT : LIMITS;
        // What is left of a program makes the sandbox throw.
        Outcome outcome;
        if (program.kind().equals("forged")) {
            TestOutcome tested = sandbox.test(program.source(), SQUARES, limits);
            assertFalse(tested.isPassed(), () -> "passed for a square: " + tested);
            assertFalse(tested.why().isEmpty());
            outcome = tested.outcome();
        } else {
            outcome = sandbox.run(program.source(), "", limits);
            requireRight(program, outcome);
        }
        assertTrue(
                outcome.seconds() < limits.wall().toSeconds() + SLACK,
                () -> "it took " + outcome.seconds() + " s");
    }

    private static void requireRight(HostileProgram program, Outcome outcome) {
        switch (program.kind()) {
            case "blocked" -> {
                assertTrue(outcome.isSuccess(), outcome::toString);
                assertFalse(outcome.output().contains("ESCAPED"), outcome::output);
                assertTrue(outcome.output().contains("tried"), outcome::output);
            }
            case "ends" -> assertEquals(End.EXIT, outcome.end(), outcome::toString);
            case "kills" ->
                    assertTrue(outcome.end() == End.EXIT && outcome.code() < 0, outcome::toString);
            case "time" -> assertEquals(End.TIME, outcome.end(), outcome::toString);
            case "memory" -> assertEquals(End.MEMORY, outcome.end(), outcome::toString);
            case "output" -> assertEquals(End.OUTPUT, outcome.end(), outcome::toString);
            default -> throw new IllegalStateException(program.kind());
        }
    }
}
