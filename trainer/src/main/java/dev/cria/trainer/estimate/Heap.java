package dev.cria.trainer.estimate;

import java.util.EnumMap;
import java.util.Map;

/**
 * Memory as glibc's allocator holds it: blocks of more than 32 MiB are mapped one by one and given
 * back when they are freed; smaller ones come from a heap that keeps what it has once grown to
 * (mallopt(3), M_MMAP_THRESHOLD and its largest dynamic value).
 */
final class Heap {

    private static final long LARGE = 32L << 20;

    private final Map<Part, Long> live = new EnumMap<>(Part.class);
    private long small;
    private long mostSmall;
    private final long mapped;
    private MemoryEstimate peak;

    /** An empty heap, beside so many bytes of mapped files. */
    Heap(long mapped) {
        this.mapped = mapped;
        for (Part part : Part.values()) {
            live.put(part, 0L);
        }
    }

    /** Allocates {@code count} blocks of the same size; a negative count frees them. */
    void add(Part part, int count, long bytes) {
        long all = count * bytes;
        live.merge(part, all, Long::sum);
        if (bytes <= LARGE) {
            small += all;
            mostSmall = Math.max(mostSmall, small);
        }
    }

    /** Allocates blocks of these sizes. */
    void addAll(Part part, long... blocks) {
        for (long block : blocks) {
            add(part, 1, block);
        }
    }

    /** Frees them. */
    void freeAll(Part part, long... blocks) {
        for (long block : blocks) {
            add(part, -1, block);
        }
    }

    /** Takes the state as the peak if more is held than ever before. */
    void look(String moment) {
        live.put(Part.RETAINED, mostSmall - small);
        MemoryEstimate now = new MemoryEstimate(live, moment, mapped);
        if (peak == null || now.total() > peak.total()) {
            peak = now;
        }
    }

    /** The most that was held. */
    MemoryEstimate peak() {
        return peak;
    }
}
