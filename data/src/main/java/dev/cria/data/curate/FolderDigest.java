package dev.cria.data.curate;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the files in and below a folder hold. */
final class FolderDigest {

    private FolderDigest() {}

    /** Size and hash of every file by its path within the folder, with slashes. */
    static SortedMap<String, WrittenFile> of(Path folder) throws IOException {
        TreeMap<String, WrittenFile> files = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            files.put(name, new WrittenFile(Files.size(file), Sha256.of(file)));
        }
        return files;
    }

    /** Forces all files and folders to the disk that others have written by their paths. */
    static void force(Path folder) throws IOException {
        for (Path file : files(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path path : entries.filter(Files::isDirectory).toList()) {
                Storage.disk().forceFolder(path);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
