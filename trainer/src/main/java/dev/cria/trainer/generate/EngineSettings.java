package dev.cria.trainer.generate;

import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FreeMemory;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.PagedForward;
import dev.cria.trainer.pass.Policy;

/**
 * How a generation engine works; none of it changes what it generates, but for {@code packs}, which
 * changes the last bits.
 *
 * @param cacheBytes memory for keys and values
 * @param pageTokens tokens of a page: texts share whole pages
 * @param maxRunning texts that are continued at a time
 * @param prefillRows tokens of prompts that a step takes in, at most
 * @param packs whether weights are copied into the order in which the processor multiplies: twice
 *     as fast, for 4 bytes a parameter
 */
public record EngineSettings(
        long cacheBytes, int pageTokens, int maxRunning, int prefillRows, boolean packs) {

    /** Copies of weights may take so much of the machine's memory, whoever else has some of it. */
    private static final double PACKED_SHARE = 0.25;

    private static final int PAGE_TOKENS = 64;
    private static final int MAX_RUNNING = 128;
    private static final int PREFILL_ROWS = 240;

    /**
     * The usual ones: a quarter of the memory that is free for keys and values, if so much is of
     * use; packed weights where they take no more than a quarter of the machine's.
     */
    public static EngineSettings of(Policy policy) {
        long token =
                PagedCache.bytesPerPage(policy.model().config(), policy.engine().computeType(), 1);
        long ofUse =
                token
                        * (policy.model().config().maxPositionEmbeddings() + PAGE_TOKENS)
                        * MAX_RUNNING;
        long bytes = Math.min(FreeMemory.bytes() / 4, ofUse);
        boolean packs =
                policy.engine().packs()
                        && PagedForward.packedBytes(policy)
                                <= PACKED_SHARE * Engine.machineMemory();
        return new EngineSettings(bytes, PAGE_TOKENS, MAX_RUNNING, PREFILL_ROWS, packs);
    }

    /** The same with another amount of memory. */
    public EngineSettings withCacheBytes(long bytes) {
        return new EngineSettings(bytes, pageTokens, maxRunning, prefillRows, packs);
    }

    /** The same without copies of weights, where memory is for something else. */
    public EngineSettings unpacked() {
        return new EngineSettings(cacheBytes, pageTokens, maxRunning, prefillRows, false);
    }
}
