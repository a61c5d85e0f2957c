package dev.cria.data.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A process that is killed at random times and started again until it comes to its end, with
 * another number of threads each time.
 *
 * @param folder where its log is written
 * @param main takes {@code arguments}, the output, its work folder and a number of threads
 */
public record KilledProcess(Path folder, Class<?> main, List<String> arguments, Random random) {

    /** What is seen of an output. */
    public interface Look<T> {
        /** Of a whole output. */
        T at(Path output) throws IOException;
    }

    /** Compares what a run leaves that is never killed, in {@code clean}, with what others do. */
    public <T> T compare(int killsWanted, Look<T> look) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path clean = folder.resolve("clean");
        assertEquals(0, start(clean, 2).waitFor(), () -> log(clean));
        long millis = (System.nanoTime() - start) / 1_000_000;
        T expected = look.at(clean);
        Path output = folder.resolve("killed");
        int kills = 0;
        int ends = 0;
        while (kills < killsWanted || Files.exists(work(output))) {
            Process process = start(output, 1 + random.nextInt(4));
            boolean kill = kills < killsWanted;
            if (kill && !process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
                continue;
            }
            assertEquals(0, process.waitFor(), () -> log(output));
            ends++;
            assertEquals(expected, look.at(output));
            assertTrue(!Files.exists(work(output)));
            Storage.disk().delete(output);
        }
        System.out.printf("%d kills, %d runs to their end, all as the clean one%n", kills, ends);
        return expected;
    }

    private Process start(Path output, int threads) throws IOException {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                "-cp",
                                path,
                                main.getName()));
        command.addAll(arguments);
        command.addAll(
                List.of(output.toString(), work(output).toString(), Integer.toString(threads)));
        return new ProcessBuilder(command)
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
