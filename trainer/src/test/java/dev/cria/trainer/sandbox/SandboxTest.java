package dev.cria.trainer.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open();
    }

    private static TestOutcome test(String program, String... tests) {
        return sandbox.test(program, TestSuite.of(List.of(tests)), Limits.USUAL);
    }

    @Test
    void aProgramReadsItsInputAndItsOutcomeIsTold() {
        Outcome outcome =
                sandbox.run("print(sum(map(int, input().split())))", "3 4\n", Limits.USUAL);
        assertTrue(outcome.isSuccess(), outcome::toString);
        assertEquals("7\n", outcome.output());
        Outcome failed = sandbox.run("raise ValueError('no')", "", Limits.USUAL);
        assertEquals(1, failed.code());
        assertTrue(failed.output().endsWith("ValueError: no\n"), failed::output);
        assertFalse(failed.isSuccess());
    }

    @Test
    void theSameProgramSaysTheSameTwice() {
        String program = "print({'a', 'b', 'c', 'd'}, hash('x'))";
        assertEquals(
                sandbox.run(program, "", Limits.USUAL).output(),
                sandbox.run(program, "", Limits.USUAL).output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "None",
                "True",
                "-7",
                "2 ** 5000",
                "0.1",
                "float('inf')",
                "1 + 2j",
                "'\\ud800 \u00e9'",
                "b'\\x00\\xff'",
                "[1, (2, {3}), {'a': frozenset([4])}]",
                "range(1, 9, 2)",
                "{}"
            })
    void valuesArriveAsTheyAre(String value) {
        TestOutcome outcome =
                test(
                        "def f(x):\n    return x",
                        "assert f(%1$s) == %1$s and type(f(%1$s)) is type(%1$s)".formatted(value));
        assertTrue(outcome.isPassed(), outcome::why);
    }

    @Test
    void testsThatFailAreCountedAndTheFirstSaysWhy() {
        TestOutcome outcome =
                test(
                        "def f(x):\n    return x + 1",
                        "assert f(1) == 2",
                        "assert f(2) == 4, 'two'",
                        "assert f(3) == 4");
        assertEquals(2, outcome.passed());
        assertEquals(3, outcome.tests());
        assertFalse(outcome.isPassed());
        assertEquals("AssertionError: two", outcome.why());
    }

    @Test
    void errorsOfTheProgramAreThoseOfPython() {
        TestOutcome outcome =
                test(
                        "def f(x):\n    return 1 // x",
                        """
                        try:
                            f(0)
                            assert False
                        except ZeroDivisionError as error:
                            assert 'zero' in str(error)
                        """);
        assertTrue(outcome.isPassed(), outcome::why);
    }

    @Test
    void objectsOfTheProgramAreHandedBackToIt() {
        String program =
                """
                class Pair:
                    def __init__(self, a, b):
                        self.a, self.b = a, b
                    def __eq__(self, other):
                        return True

                def total(pairs):
                    return sum(pair.a + pair.b for pair in pairs)
                """;
        TestOutcome outcome =
                test(
                        program,
                        "assert total([Pair(1, 2), Pair(3, 4)]) == 10",
                        "assert Pair(1, 2) != Pair(1, 2)");
        assertTrue(outcome.isPassed(), outcome::why);
    }

    @Test
    void aTestThatForgivesAllDoesNotForgiveTheEnd() {
        String forgiving = "try:\n    f(1)\nexcept BaseException:\n    pass";
        assertTrue(test("def f(x):\n    raise ValueError", forgiving).isPassed());
        TestOutcome ended = test("import os\ndef f(x):\n    os._exit(0)", forgiving);
        assertFalse(ended.isPassed());
        assertTrue(ended.why().contains("the program has ended"), ended::why);
    }

    @Test
    void noTestIsNotPassed() {
        assertFalse(test("def f(x):\n    return x").isPassed());
    }

    @Test
    void aProgramThatDoesNotLoadPassesNothing() {
        TestOutcome outcome = test("def f(x:", "assert True");
        assertFalse(outcome.isPassed());
        assertTrue(outcome.why().contains("never closed"), outcome::why);
    }

    @Test
    void whatIsNoPythonIsRefused(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho nothing\n");
        assertTrue(script.toFile().setExecutable(true));
        UserException refused = assertThrows(UserException.class, () -> Sandbox.open(script));
        assertTrue(refused.getMessage().contains("3.9 or newer"), refused::getMessage);
        assertThrows(UserException.class, () -> Sandbox.open(folder.resolve("absent")));
    }

    @Test
    void whereNamespacesAreRefusedSoArePrograms(@TempDir Path folder) throws IOException {
        Path python = Interpreter.find(null);
        String full =
                "for kind in user pid; do echo 0 > /proc/sys/user/max_${kind}_namespaces; done";
        Path script =
                Files.writeString(
                        folder.resolve("python"),
                        "#!/bin/sh\nexec /usr/bin/unshare -Ur /bin/sh -c '%s; exec %s \"$@\"' - \"$@\"\n"
                                .formatted(full, python));
        assertTrue(script.toFile().setExecutable(true));
        UserException refused =
                assertThrows(UserException.class, () -> Sandbox.openWith(new Launcher(script)));
        assertTrue(
                refused.getMessage().contains("a user namespace: No space left on device"),
                refused::getMessage);
        assertTrue(refused.getMessage().contains("user.max_user_namespaces"));
    }
}
