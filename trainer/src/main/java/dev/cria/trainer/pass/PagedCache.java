package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Memory for the keys and values of texts that are being continued, in pages of so many tokens: of
 * every layer two arrays [pages, K, tokens of a page, C]. Memory of the CPU is taken page by page,
 * when a page is first used. The rotary angles are kept here as well: all that depends on positions
 * only.
 */
public final class PagedCache implements AutoCloseable {

    private final Policy policy;
    private final NDManager memory;
    private final RopeTable rope;
    private final int pageTokens;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private final BitSet used = new BitSet();

    /** Room for {@code pages} pages of {@code pageTokens} tokens each. */
    public PagedCache(Policy policy, int pages, int pageTokens) {
        this.policy = policy;
        this.pageTokens = pageTokens;
        this.memory = policy.engine().newScope();
        this.rope = new RopeTable(policy);
        LlamaConfig config = policy.model().config();
        Shape shape = new Shape(pages, config.numKvHeads(), pageTokens, config.headDim());
        for (int i = 0; i < config.numLayers(); i++) {
            keys.add(room(shape));
            values.add(room(shape));
        }
    }

    private NDArray room(Shape shape) {
        return FileArrays.allocate(policy.engine(), memory, policy.engine().computeType(), shape);
    }

    /** Bytes of a page in all layers. */
    public static long bytesPerPage(LlamaConfig config, DType computeType, int pageTokens) {
        return 2L
                * config.numLayers()
                * config.numKvHeads()
                * config.headDim()
                * pageTokens
                * computeType.bytes();
    }

    /** Tokens of a page. */
    public int pageTokens() {
        return pageTokens;
    }

    /**
     * Must be called before a page is written after it was free: what was never written could be no
     * number, and what is not attended to is multiplied by 0.
     */
    public void prepare(int page) {
        if (used.get(page)) {
            return;
        }
        used.set(page);
        try (NDManager scope = policy.engine().newScope()) {
            NDArray which = Engine.integers(scope, page);
            policy.engine().call("page_clear", scope).with(all()).with(which).run();
        }
    }

    /** Copies a page of every layer. */
    public void copy(int from, int to) {
        used.set(to);
        try (NDManager scope = policy.engine().newScope()) {
            NDArray which = Engine.integers(scope, from, to);
            policy.engine().call("page_copy", scope).with(all()).with(which).run();
        }
    }

    private List<NDArray> all() {
        List<NDArray> all = new ArrayList<>(keys);
        all.addAll(values);
        return all;
    }

    NDArray keys(int layer) {
        return keys.get(layer);
    }

    NDArray values(int layer) {
        return values.get(layer);
    }

    RopeTable rope() {
        return rope;
    }

    @Override
    public void close() {
        rope.close();
        memory.close();
    }
}
