package dev.cria.trainer.estimate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The most anonymous memory (of no file) that a training run holds at once.
 *
 * @param parts bytes at that moment; they add up to the peak
 * @param moment when that is
 * @param mapped bytes of files that are read where they lie; the system drops them when memory gets
 *     short
 */
public record MemoryEstimate(Map<Part, Long> parts, String moment, long mapped) {

    /** Takes its own copy. */
    public MemoryEstimate {
        parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    }

    /** The peak in bytes. */
    public long total() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The estimate for a run; {@code runtime} is what the process needs before it trains. */
    public static MemoryEstimate of(TrainingShape shape, long runtime) {
        return new MemoryWalk(shape).run(runtime);
    }
}
