package dev.cria.data.heuristic;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lists in files: one entry a line; blank lines and what begins with # are left out. */
final class WordList {

    private WordList() {}

    /** The entries of a file. */
    static List<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (MalformedInputException e) {
            throw new UserException(file + ": is no text in UTF-8; expected one entry a line", e);
        } catch (IOException e) {
            throw new UserException(
                    file + ": cannot be read; expected one entry a line: " + e.getMessage(), e);
        }
    }
}
