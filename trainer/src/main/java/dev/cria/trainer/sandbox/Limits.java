package dev.cria.trainer.sandbox;

import java.time.Duration;

/**
 * What a program and all that it starts may use.
 *
 * @param memoryBytes address space of each process, and memory of all together
 * @param workBytes what the folder holds that can be written to, which is in memory too
 * @param outputBytes standard output and standard error together
 * @param cpu time of processors, of all processes together
 * @param wall time of the clock, which also bounds what sleeps
 * @param processes processes and threads at a time
 * @param files open files of a process
 */
public record Limits(
        long memoryBytes,
        long workBytes,
        int outputBytes,
        Duration cpu,
        Duration wall,
        int processes,
        int files) {

    /**
     * 512 MiB of memory, 64 MiB of files, 64 KiB of output, 10 s of work within 60 s, 32 processes
     * and 64 open files. Clocks of a busy machine run on while a program waits its turn: what a
     * program may work is bounded well below what it may take.
     */
    public static final Limits USUAL =
            new Limits(
                    512L << 20,
                    64L << 20,
                    1 << 16,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    32,
                    64);

    /** The same with other times: so many seconds of work, within six times as many. */
    public Limits withSeconds(double seconds) {
        return new Limits(
                memoryBytes,
                workBytes,
                outputBytes,
                Duration.ofMillis(Math.round(1e3 * seconds)),
                Duration.ofMillis(Math.round(6e3 * seconds)),
                processes,
                files);
    }

    /** The same with other memory. */
    public Limits withMemory(long bytes) {
        return new Limits(bytes, workBytes, outputBytes, cpu, wall, processes, files);
    }
}
