package dev.cria.data.pipeline;

import java.nio.file.Path;

/**
 * Where and with what a decision is made.
 *
 * @param folder for results and temporary files
 * @param threads how many threads may work
 * @param memoryBytes how much heap the step may use for its own tables; the rest goes to disk
 */
public record Workplace(Path folder, int threads, long memoryBytes) {}
