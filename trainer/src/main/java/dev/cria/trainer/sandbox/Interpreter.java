package dev.cria.trainer.sandbox;

import dev.cria.checkpoints.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Python that programs run in, 3.9 or newer. */
final class Interpreter {

    private static final String ASK =
            "import sys; print(sys.executable if sys.version_info >= (3, 9) else '')";

    private Interpreter() {}

    /**
     * Where an interpreter is, behind scripts that choose one.
     *
     * @param given a path; null for python3 of the PATH
     */
    static Path find(Path given) {
        Path asked = given == null ? onPath() : given;
        String answer;
        try {
            Process process =
                    new ProcessBuilder(List.of(asked.toString(), "-I", "-S", "-c", ASK))
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
        } catch (IOException e) {
            throw unusable(asked, e.getMessage());
        }
        Path found = Path.of(answer.lines().reduce((one, next) -> next).orElse(""));
        if (!found.isAbsolute() || !Files.isExecutable(found)) {
            throw unusable(asked, answer.isEmpty() ? "older than 3.9" : answer);
        }
        return found;
    }

    private static Path onPath() {
        String path = String.valueOf(System.getenv("PATH"));
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, "python3");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new UserException(
                "there is no python3 on the PATH to run generated programs with; install Python 3.9 or newer, or say where it is");
    }

    private static UserException unusable(Path python, String why) {
        return new UserException(
                "%s cannot run generated programs; Python 3.9 or newer is expected: %s"
                        .formatted(python, why));
    }
}
