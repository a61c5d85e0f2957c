package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and folders that appear whole or not at all: written under a temporary name, forced to
 * disk, renamed, and the parent folder forced.
 */
public final class DurableFiles {

    private DurableFiles() {}

    /** Writes the content of a file. */
    public interface FileContent {
        /** Writes all bytes. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Fills a folder. */
    public interface FolderContent {
        /** Writes files into {@code folder}, which is empty. */
        void fill(Path folder) throws IOException;
    }

    /** Writes a file; one of the same name is replaced in one step. */
    public static void write(Path file, FileContent content) {
        Path parent = file.toAbsolutePath().getParent();
        Path temporary = temporary(file);
        try {
            Files.createDirectories(parent);
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(parent);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + reason(e), e);
        } finally {
            deleteTree(temporary);
        }
    }

    /** Writes a text file in UTF-8. */
    public static void write(Path file, String text) {
        write(
                file,
                channel -> {
                    var bytes = StandardCharsets.UTF_8.encode(text);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                });
    }

    /** Writes a folder that must not exist yet. */
    public static void writeFolder(Path folder, FolderContent content) {
        if (Files.exists(folder)) {
            throw new UserException(
                    folder + ": exists already and is not overwritten; choose another output");
        }
        Path parent = folder.toAbsolutePath().getParent();
        Path temporary = temporary(folder);
        try {
            Files.createDirectories(temporary);
            content.fill(temporary);
            for (Path path : tree(temporary)) {
                force(path);
            }
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            force(parent);
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be written: " + reason(e), e);
        } finally {
            deleteTree(temporary);
        }
    }

    /** Deletes a file or a folder with all that it holds; nothing happens if it does not exist. */
    public static void deleteTree(Path path) {
        try {
            for (Path entry : tree(path)) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UserException(path + ": cannot be deleted: " + reason(e), e);
        }
    }

    /** Everything below and including a path, children before parents. */
    private static List<Path> tree(Path path) throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path temporary(Path path) {
        String name = "." + path.getFileName() + ".tmp-" + UUID.randomUUID();
        return path.toAbsolutePath().resolveSibling(name);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
