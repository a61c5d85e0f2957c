package dev.cria.testing;

import com.sun.management.ThreadMXBean;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * What readers promise for any input of at most 1 MiB: they read it or refuse it with a {@link
 * UserException}, within a second of processor time and 64 MiB of new objects. All objects made are
 * counted, also those that are garbage at once, so the heap in use stays below.
 */
public final class Hostile {

    /** Inputs are not longer. */
    public static final int MAX_INPUT_BYTES = 1 << 20;

    /** New objects per input, in bytes. */
    public static final long MAX_ALLOCATED_BYTES = 64 << 20;

    private static final long MAX_NANOS = 1_000_000_000;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Hostile() {}

    /** Reads something; may throw what readers throw. */
    @FunctionalInterface
    public interface Reader {
        void read() throws IOException;
    }

    /**
     * Holds a reader to its promises.
     *
     * @return the bytes of the objects that it made
     * @throws AssertionError when it breaks one
     */
    public static long read(Reader reader) {
        return read(MAX_ALLOCATED_BYTES, reader);
    }

    /** As {@link #read(Reader)} with another bound for the bytes of new objects. */
    public static long read(long maxAllocatedBytes, Reader reader) {
        Cost cost = cost(reader);
        if (cost.exceeds(maxAllocatedBytes)) {
            // The first time, classes are loaded too.
            cost = cost(reader);
        }
        if (cost.exceeds(maxAllocatedBytes)) {
            throw new AssertionError(
                    "%s, allowed are %,d bytes and %,d ns"
                            .formatted(cost, maxAllocatedBytes, MAX_NANOS));
        }
        return cost.allocatedBytes();
    }

    private record Cost(long allocatedBytes, long processorNanos) {

        boolean exceeds(long maxAllocatedBytes) {
            return allocatedBytes > maxAllocatedBytes || processorNanos > MAX_NANOS;
        }
    }

    private static Cost cost(Reader reader) {
        long allocated = THREAD.getCurrentThreadAllocatedBytes();
        long nanos = THREAD.getCurrentThreadCpuTime();
        try {
            reader.read();
        } catch (UserException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Cost(
                THREAD.getCurrentThreadAllocatedBytes() - allocated,
                THREAD.getCurrentThreadCpuTime() - nanos);
    }

    /** A new empty folder for one process, in memory where the machine has such a place. */
    public static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder =
                    Files.isWritable(memory)
                            ? Files.createTempDirectory(memory, "cria-hostile")
                            : Files.createTempDirectory("cria-hostile");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes a file over, cut to its new length. */
    public static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            System.err.println("left " + folder + ": " + left);
        }
    }
}
