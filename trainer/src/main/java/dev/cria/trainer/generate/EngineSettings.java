package dev.cria.trainer.generate;

import dev.cria.trainer.engine.FreeMemory;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.Policy;

/**
 * How a generation engine works; none of it changes what it generates.
 *
 * @param cacheBytes memory for keys and values
 * @param pageTokens tokens of a page: texts share whole pages
 * @param maxRunning texts that are continued at a time
 * @param prefillRows tokens of prompts that a step takes in, at most
 */
public record EngineSettings(long cacheBytes, int pageTokens, int maxRunning, int prefillRows) {

    private static final int PAGE_TOKENS = 64;
    private static final int MAX_RUNNING = 128;
    private static final int PREFILL_ROWS = 240;

    /** The usual ones: a quarter of the memory that is free, if so much is of use. */
    public static EngineSettings of(Policy policy) {
        long token =
                PagedCache.bytesPerPage(policy.model().config(), policy.engine().computeType(), 1);
        long ofUse =
                token
                        * (policy.model().config().maxPositionEmbeddings() + PAGE_TOKENS)
                        * MAX_RUNNING;
        long bytes = Math.min(FreeMemory.bytes() / 4, ofUse);
        return new EngineSettings(bytes, PAGE_TOKENS, MAX_RUNNING, PREFILL_ROWS);
    }

    /** The same with another amount of memory. */
    public EngineSettings withCacheBytes(long bytes) {
        return new EngineSettings(bytes, pageTokens, maxRunning, prefillRows);
    }
}
