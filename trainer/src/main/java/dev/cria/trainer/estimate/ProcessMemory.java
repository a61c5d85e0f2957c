package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;

/**
 * Anonymous memory of the process besides arrays: the Java machine and its heap, the engine with
 * the buffers of its products, and the tables of the tokenizer. Measured on Linux x86-64 with Java
 * 17 and -Xmx1g; see docs/performance.md.
 */
public final class ProcessMemory {

    private static final long BASE = 400_000_000;
    private static final long PER_TOKEN = 1_300;

    private ProcessMemory() {}

    /** Bytes for a model with its tokenizer. */
    public static long of(LlamaConfig model) {
        return BASE + PER_TOKEN * model.vocabSize();
    }
}
