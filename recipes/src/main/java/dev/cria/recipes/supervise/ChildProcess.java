package dev.cria.recipes.supervise;

import dev.cria.recipes.run.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program again, with the same Java, options and arguments. It writes to the same terminal or
 * files. Its standard input is a pipe that the supervisor never writes to: it ends with the
 * supervisor, however that ends, which is how the child learns of it.
 */
final class ChildProcess implements Child {

    private static final int ALIVE = -1;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    static Child start(String mainClass, List<String> arguments, String session)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-D%s=%s".formatted(Session.ID, session));
        command.add("-D%s=%s".formatted(Session.SINCE, System.currentTimeMillis() / 1e3));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new ChildProcess(builder.start());
    }

    @Override
    public int await(double seconds) throws InterruptedException {
        boolean ended = process.waitFor(Math.round(1e3 * seconds), TimeUnit.MILLISECONDS);
        return ended ? process.exitValue() : ALIVE;
    }

    @Override
    public void terminate() {
        process.destroy();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public String threads() {
        Path tasks = Path.of("/proc/%d/task".formatted(process.pid()));
        StringBuilder text = new StringBuilder();
        if (Files.isDirectory(tasks)) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
                for (Path thread : threads) {
                    text.append(
                            "%s %s %s%n"
                                    .formatted(
                                            thread.getFileName(),
                                            line(thread.resolve("stat")),
                                            line(thread.resolve("wchan"))));
                }
            } catch (IOException gone) {
                text.append(gone).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return "?";
        }
    }
}
