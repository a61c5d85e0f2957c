package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Exclusive use of a run folder by one process. The lock is the operating system's, so it vanishes
 * with its holder, however that ends; the file {@code LOCK} stays and only says who holds it.
 */
public final class RunLock implements AutoCloseable {

    private static final String NAME = "LOCK";

    // The lock covers one byte far behind the text, so that others can read the text everywhere.
    private static final long LOCKED_BYTE = 1 << 20;
    private static final int MAX_TEXT_BYTES = 4096;
    private static final int PATIENCE = 20;
    private static final long MOMENT_NANOS = 50_000_000;

    // POSIX drops a process's lock when the process closes any descriptor of the file, so a second
    // attempt of this process must not even open it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param folder is created where missing
     * @throws FolderInUseException when another process (or this one) holds the folder, naming it
     * @throws UserException when the folder cannot be locked
     */
    public static RunLock acquire(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.toRealPath().resolve(NAME);
            if (!HELD_HERE.add(file)) {
                throw inUse(folder, self());
            }
            try {
                return new RunLock(file, lock(folder, file));
            } catch (IOException | RuntimeException failure) {
                HELD_HERE.remove(file);
                throw failure;
            }
        } catch (IOException failure) {
            throw new UserException(
                    "cannot make or lock the folder %s: %s; check the path and its permissions, or choose another"
                            .formatted(folder, failure),
                    failure);
        }
    }

    /** Whether a folder is or was locked by a run. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    @Override
    public void close() {
        try {
            channel.truncate(0); // so that nobody is told of us who meets the next one
            channel.close();
        } catch (IOException failure) {
            throw new UserException("cannot release " + file + ": " + failure, failure);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static FileChannel lock(Path folder, Path file) throws IOException {
        // Before the lock is taken: looking up the host's name can take its time.
        ByteBuffer self = ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8));
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw inUse(folder, holder(channel));
            }
            channel.truncate(0);
            channel.write(self, 0);
            channel.force(true);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static FolderInUseException inUse(Path folder, String holder) {
        return new FolderInUseException(
                "%s is in use by %s; wait for it, stop it, or choose another folder"
                        .formatted(folder, holder.strip()));
    }

    /** Whoever has just taken the lock needs a moment to write down who it is. */
    private static String holder(FileChannel channel) throws IOException {
        String text = "";
        for (int i = 0; i < PATIENCE && text.isBlank(); i++) {
            LockSupport.parkNanos(MOMENT_NANOS);
            text = text(channel);
        }
        return text.isBlank() ? "another process" : text;
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_TEXT_BYTES);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static String self() {
        return "pid %d on %s since %s%n"
                .formatted(ProcessHandle.current().pid(), host(), Instant.now());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "this machine";
        }
    }
}
