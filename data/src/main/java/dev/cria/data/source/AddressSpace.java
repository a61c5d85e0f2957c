package dev.cria.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What goes before a command so that the system itself bounds the memory of its process, also what
 * native libraries take. Where there is no {@code prlimit} (outside of Linux), nothing.
 */
final class AddressSpace {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /**
     * Beside the heap a virtual machine reserves room for classes and code and an arena for each
     * thread; it starts with 2 GiB of it.
     */
    private static final long BESIDE_HEAP = 5L << 30;

    private AddressSpace() {}

    /**
     * @param heap as Java's option has it: a number and k, m or g
     */
    static List<String> limit(String heap) {
        return Files.isExecutable(PRLIMIT)
                ? List.of(
                        PRLIMIT.toString(), "--as=" + (bytes(heap) + BESIDE_HEAP), "--core=0", "--")
                : List.of();
    }

    private static long bytes(String heap) {
        int shift = 10 * (1 + "kmg".indexOf(Character.toLowerCase(heap.charAt(heap.length() - 1))));
        String digits = shift == 0 ? heap : heap.substring(0, heap.length() - 1);
        return Long.parseLong(digits) << shift;
    }
}
