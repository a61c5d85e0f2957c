package dev.cria.trainer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much more memory this process can take. */
public final class FreeMemory {

    private FreeMemory() {}

    /**
     * Bytes that the system can give without swapping: what Linux calls available, within the limit
     * of the container; without limit where the system does not say.
     */
    public static long bytes() {
        long available = kilobytes("/proc/meminfo", "MemAvailable:");
        long own = kilobytes("/proc/self/status", "VmRSS:");
        return available < 0
                ? Long.MAX_VALUE
                : 1024 * Math.min(available, Engine.machineMemory() / 1024 - Math.max(0, own));
    }

    /** Bytes of memory that this process holds; negative where the system does not say. */
    public static long resident() {
        return 1024 * kilobytes("/proc/self/status", "VmRSS:");
    }

    private static long kilobytes(String file, String field) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
