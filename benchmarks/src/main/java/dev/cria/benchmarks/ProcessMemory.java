package dev.cria.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of a process as Linux counts it, in bytes.
 *
 * @param peakResident the most that was in memory at once (VmHWM), mapped files among it
 * @param anonymous what is in memory now and backed by no file (RssAnon)
 */
record ProcessMemory(long peakResident, long anonymous) {

    /** That of a running process; null once it has ended. */
    static ProcessMemory of(long pid) {
        String status;
        try {
            status = Files.readString(Path.of("/proc/" + pid + "/status"));
        } catch (IOException e) {
            return null;
        }
        long peak = field(status, "VmHWM");
        return peak == 0 ? null : new ProcessMemory(peak, field(status, "RssAnon"));
    }

    /** A field of /proc/PID/status in bytes; 0 where it is missing, as for ended processes. */
    static long field(String status, String name) {
        int start = status.indexOf("\n" + name + ":");
        if (start < 0) {
            return 0;
        }
        int from = start + name.length() + 2;
        String value = status.substring(from, status.indexOf('\n', from));
        return Long.parseLong(value.replace("kB", "").trim()) * 1024;
    }
}
