package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** The few operations on which durability rests; tests replace them to inject faults. */
public interface Storage {

    /** Creates a new file; fails when it exists. A write takes all bytes or throws. */
    OpenFile create(Path file) throws IOException;

    /** Creates the folder and its missing parents. */
    void createFolder(Path folder) throws IOException;

    /** Renames within one file system, atomically. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in a folder survive a loss of power. */
    void forceFolder(Path folder) throws IOException;

    /** Deletes a file or a whole folder; nothing happens when it is absent. */
    void delete(Path path) throws IOException;

    static Storage disk() {
        return DiskStorage.INSTANCE;
    }

    /** A file being written. */
    interface OpenFile extends WritableByteChannel {

        /** Makes the bytes written so far survive a loss of power. */
        void force() throws IOException;
    }
}
