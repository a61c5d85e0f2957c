package dev.cria.checkpoints.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {

    @TempDir private Path dir;

    @Test
    void oneProcessHoldsItOnce() {
        try (RunLock held = RunLock.acquire(dir)) {
            UserException refused =
                    assertThrows(UserException.class, () -> RunLock.acquire(dir.resolve(".")));
            assertTrue(refused.getMessage().contains("pid " + ProcessHandle.current().pid()));
            assertTrue(held != null);
        }
        RunLock.acquire(dir).close();
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheLock() throws Exception {
        Process holder = startHolder();
        try {
            UserException refused = assertThrows(UserException.class, () -> RunLock.acquire(dir));
            assertTrue(refused.getMessage().contains("pid " + holder.pid()), refused.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        RunLock.acquire(dir).close();
    }

    @Test
    void aRefusedAttemptDoesNotFreeTheLock() throws Exception {
        try (RunLock held = RunLock.acquire(dir)) {
            assertThrows(UserException.class, () -> RunLock.acquire(dir));
            Process second = holder().start();
            assertEquals(1, second.waitFor(), "the second process must be refused");
            assertTrue(held != null);
        }
    }

    private Process startHolder() throws IOException {
        Process process = holder().start();
        BufferedReader out = process.inputReader();
        assertEquals("held", out.readLine());
        return process;
    }

    private ProcessBuilder holder() {
        return new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.toString());
    }

    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (RunLock held = RunLock.acquire(Path.of(args[0]))) {
                System.out.println(held == null ? "none" : "held");
                System.in.read();
                Thread.sleep(60_000);
            }
        }
    }
}
