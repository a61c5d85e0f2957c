package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files behind files and folders. */
public final class SourceFiles {

    private SourceFiles() {}

    /** A folder stands for the files in and below it that can be read, sorted by their paths. */
    public static List<Path> under(List<Path> inputs) {
        return inputs.stream().flatMap(input -> expand(input).stream()).toList();
    }

    /** The same with names: below a folder its path within the folder. */
    public static List<SourceFile> named(List<Path> inputs) {
        List<SourceFile> files = new ArrayList<>();
        for (Path input : inputs) {
            for (Path file : expand(input)) {
                files.add(
                        file.equals(input)
                                ? SourceFile.of(file)
                                : new SourceFile(
                                        file,
                                        input.relativize(file).toString().replace('\\', '/')));
            }
        }
        return files;
    }

    private static List<Path> expand(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> entries = Files.walk(input)) {
            List<Path> files =
                    entries.filter(Files::isRegularFile)
                            .filter(file -> SourceFormat.of(file).isPresent())
                            .sorted()
                            .toList();
            if (files.isEmpty()) {
                throw new UserException(
                        input + ": holds no file of a known kind: " + SourceFormat.allEndings());
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(input + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
