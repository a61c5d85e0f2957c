package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Row S5: what a file does to the process that reads it ends that process, not this one. */
final class TableProcessTest {

    private static final Path FILE = Path.of("some.parquet");

    /** In the place of a library that a file drives mad, in one of four ways. */
    static final class Mad {

        public static void main(String[] arguments) {
            switch (arguments[0]) {
                case "spins" -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
                case "takes heap" -> System.out.println(Arrays.hashCode(new byte[1 << 30]));
                case "halts" -> Runtime.getRuntime().halt(7);
                default -> System.out.println();
            }
        }
    }

    @Test
    void aProcessThatSpinsIsEnded() {
        String why = whyEnded("spins", Duration.ofSeconds(1));
        assertTrue(why.contains("took more than 1 s for a row"), why);
    }

    @Test
    void aProcessThatTakesTooMuchMemoryEndsAndTheLimitIsNamed() {
        String why = whyEnded("takes heap", Duration.ofSeconds(30));
        assertTrue(why.contains("needs more memory than the 64m"), why);
        assertTrue(why.contains("-Dcria.table.heap=4g"), why);
    }

    @Test
    void aProcessThatDiesIsReportedWithItsCode() {
        String why = whyEnded("halts", Duration.ofSeconds(30));
        assertTrue(why.contains("with code 7"), why);
    }

    private static String whyEnded(String how, Duration mostWork) {
        try (TableProcess process = TableProcess.start(FILE, Mad.class, how, "64m", mostWork)) {
            String why = assertThrows(CorruptFileException.class, process::next).getMessage();
            assertFalse(process.isAlive(), "it is still there");
            return why;
        }
    }
}
