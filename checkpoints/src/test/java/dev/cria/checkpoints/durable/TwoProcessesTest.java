package dev.cria.checkpoints.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.testing.storage.Randoms;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two processes that reach for a folder at the same moment, one has it. */
@Tag("crash")
final class TwoProcessesTest {

    @TempDir private Path dir;

    @Test
    void exactlyOneOfTwoHasTheFolder() {
        Randoms pairs = Randoms.of("R7 two processes", 20);
        try (Contender one = new Contender();
                Contender two = new Contender()) {
            long[] slowest = {0};
            pairs.forEach(
                    (random, number) -> {
                        Path folder = dir.resolve("run-" + number % 7);
                        slowest[0] = Math.max(slowest[0], contend(one, two, folder));
                    });
            System.out.printf("R7 two processes: refused after at most %d ms%n", slowest[0]);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Milliseconds until the loser was refused. */
    private static long contend(Contender one, Contender two, Path folder) throws IOException {
        long start = System.nanoTime();
        one.ask("acquire " + folder);
        two.ask("acquire " + folder);
        String first = one.answer();
        String second = two.answer();
        long millis = (System.nanoTime() - start) / 1_000_000;
        boolean firstHolds = first.equals("held");
        Contender winner = firstHolds ? one : two;
        assertEquals("held", firstHolds ? first : second, first + " and " + second);
        String refusal = firstHolds ? second : first;
        assertTrue(refusal.startsWith("75 "), refusal);
        assertTrue(refusal.contains("pid " + winner.pid() + " on "), refusal);
        winner.ask("release");
        assertEquals("released", winner.answer());
        return millis;
    }

    @Test
    void theLockOfAKilledProcessIsFree() throws Exception {
        for (int i = 0; i < 3; i++) {
            Contender killed = new Contender();
            killed.ask("acquire " + dir);
            assertEquals("held", killed.answer());
            killed.process.destroyForcibly().waitFor();
            RunLock.acquire(dir).close();
        }
    }

    private static final class Contender implements AutoCloseable {

        private final Process process;
        private final BufferedReader from;
        private final BufferedWriter to;

        Contender() throws IOException {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
            command.add(LockMain.class.getName());
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            from = process.inputReader();
            to = process.outputWriter();
        }

        void ask(String what) throws IOException {
            to.write(what + "\n");
            to.flush();
        }

        String answer() throws IOException {
            return from.readLine();
        }

        long pid() {
            return process.pid();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static final class LockMain {

        private LockMain() {}

        public static void main(String[] arguments) throws IOException {
            RunLock held = null;
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.equals("release")) {
                        held.close();
                        System.out.println("released");
                    } else {
                        try {
                            held = RunLock.acquire(Path.of(line.substring("acquire ".length())));
                            System.out.println("held");
                        } catch (FolderInUseException refused) {
                            System.out.println(
                                    FolderInUseException.EXIT_CODE
                                            + " "
                                            + refused.getMessage().replace('\n', ' '));
                        }
                    }
                }
            }
        }
    }
}
