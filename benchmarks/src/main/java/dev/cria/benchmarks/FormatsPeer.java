package dev.cria.benchmarks;

import dev.cria.checkpoints.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code peers/formats.py}: safetensors for Python, asked line by line. */
final class FormatsPeer implements AutoCloseable {

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    /** Starts it and waits until it holds the tensors of the source in memory. */
    FormatsPeer(String python, Path home, Path source) {
        List<String> command =
                List.of(python, home + "/benchmarks/peers/formats.py", source.toString());
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
        answer();
    }

    /** The seconds that it took. */
    double seconds(String verb, List<Path> files) {
        StringBuilder line = new StringBuilder(verb);
        files.forEach(file -> line.append(' ').append(file));
        questions.println(line);
        return Double.parseDouble(answer());
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new UserException("benchmarks/peers/formats.py ended; see above");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        questions.close();
        process.destroy();
    }
}
