package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of a folder that is still under its temporary name. */
public final class FolderWriter {

    private final Storage storage;
    private final Path folder;

    FolderWriter(Storage storage, Path folder) {
        this.storage = storage;
        this.folder = folder;
    }

    /**
     * Writes one file and forces it to disk.
     *
     * @param name one path element
     */
    public void write(String name, FileContent content) throws IOException {
        if (!FileNames.isPlain(name)) {
            throw new IllegalArgumentException("not a plain file name: " + name);
        }
        try (Storage.OpenFile file = storage.create(folder.resolve(name))) {
            KillPoint.FILE_CREATED.pass();
            content.writeTo(file);
            KillPoint.FILE_WRITTEN.pass();
            file.force();
            KillPoint.FILE_FORCED.pass();
        }
    }

    /** Copies a file under its own name. */
    public void copy(Path file) throws IOException {
        write(
                file.getFileName().toString(),
                channel -> {
                    try (FileChannel source = FileChannel.open(file)) {
                        long size = Files.size(file);
                        long at = 0;
                        while (at < size) {
                            at += source.transferTo(at, size - at, channel);
                        }
                    }
                });
    }

    /** The folder's temporary name, for checks before it is published. */
    public Path folder() {
        return folder;
    }
}
