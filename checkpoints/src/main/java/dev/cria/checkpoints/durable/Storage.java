package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The few operations on which durability rests; tests replace them to inject faults. None follows a
 * symbolic link at the end of a path.
 */
public interface Storage {

    /** Creates a new file; fails when something of its name exists. */
    OpenFile create(Path file) throws IOException;

    /** Creates a folder in an existing one; nothing happens when it is there. */
    void createFolder(Path folder) throws IOException;

    /** Renames within one folder, atomically; fails or not when the new name exists. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in a folder survive a loss of power. */
    void forceFolder(Path folder) throws IOException;

    /** Deletes a file or a whole folder; nothing happens when it is absent. */
    void delete(Path path) throws IOException;

    /** What lies at a path. */
    Kind kind(Path path) throws IOException;

    /** The names in a folder, in any order; none where it is absent. */
    List<String> list(Path folder) throws IOException;

    /** Opens a file for reading; fails when it is a symbolic link or no file at all. */
    InputFile open(Path file) throws IOException;

    /** Bytes that can still be written to the disk of an existing folder. */
    long freeBytes(Path folder) throws IOException;

    static Storage disk() {
        return DiskStorage.INSTANCE;
    }

    /** What can lie at a path. */
    enum Kind {
        ABSENT,
        FILE,
        FOLDER,
        /** A symbolic link, a device or the like. */
        OTHER
    }

    /** A file being written. */
    interface OpenFile extends WritableByteChannel {

        /** Makes the bytes written so far survive a loss of power. */
        void force() throws IOException;
    }

    /** A file being read from its beginning. */
    interface InputFile extends ReadableByteChannel {

        /** Its length when it was opened. */
        long size();
    }
}
