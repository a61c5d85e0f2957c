package dev.cria.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine's processor can do, as Linux tells it. */
final class Processor {

    private Processor() {}

    /** Whether it has instructions for products of bf16. */
    static boolean multipliesBf16() {
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
        } catch (IOException absent) {
            return false;
        }
    }
}
