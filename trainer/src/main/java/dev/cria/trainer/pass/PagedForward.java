package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LowRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs tokens of many texts at once over a {@link PagedCache}. The texts may have different
 * adapters on the same weights. The logits of a text do not depend on which others run beside it.
 */
public final class PagedForward implements AutoCloseable {

    private final PagedCache cache;
    private final List<Policy> policies;
    private final Policy base;
    private final NDManager memory;
    private final List<Factors> factors = new ArrayList<>();
    private final boolean adapts;
    private final double[] scales;
    private final PackedWeights packed;

    /** Of a layer: what adapts its linear modules, adapter by adapter. */
    private record Factors(List<NDArray> a, List<NDArray> b, List<NDArray> scales) {}

    /**
     * Over the weights of the first policy.
     *
     * @param policies an adapter each, or none, on the same weights; the column of adapters in a
     *     {@link PagedStep} counts them
     * @param packs whether copies of the weights are made, packed for the processor
     */
    public PagedForward(PagedCache cache, List<Policy> policies, boolean packs) {
        this.cache = cache;
        this.policies = List.copyOf(policies);
        this.base = policies.get(0);
        this.memory = base.engine().newScope();
        this.adapts = policies.stream().anyMatch(policy -> policy.adapter() != null);
        this.scales =
                policies.stream()
                        .mapToDouble(p -> p.adapter() == null ? 0 : p.adapter().config().scale())
                        .toArray();
        for (int layer = 0; layer < base.model().numLayers(); layer++) {
            factors.add(adapts ? factors(layer) : none());
        }
        this.packed = packs ? new PackedWeights(base) : null;
    }

    /** Bytes that packed copies of a policy's weights take. */
    public static long packedBytes(Policy policy) {
        return PackedWeights.bytes(policy);
    }

    /** Whether two policies may run in one step: neither has weights of its own. */
    public static boolean sharesWeights(Policy one, Policy other) {
        return one.model() == other.model() && isPlain(one) && isPlain(other);
    }

    private static boolean isPlain(Policy policy) {
        return policy.adapter() == null || policy.adapter().config().modulesToSave().isEmpty();
    }

    /**
     * The logits [rows, V] in fp32 of the rows of a step that are wanted; null if none are. They
     * may lie in the engine's scratch memory.
     */
    public NDArray logits(PagedStep step, NDManager scope) {
        try (NDManager inner = base.engine().newScope()) {
            NDArray x_TD = hidden(step, inner);
            return step.wanted().length == 0 ? null : logits(x_TD, scope);
        }
    }

    private NDArray hidden(PagedStep step, NDManager scope) {
        NDList rope = cache.rope().at(step.positions(), scope);
        NDArray slots_T = scope.create(BatchTensors.longs(step.slots()));
        NDArray positions_T = scope.create(BatchTensors.longs(step.positions()));
        NDArray blocks_B5 = columns(step.blocks(), 5, scope);
        NDArray singles_N3 = scope.create(step.singles(), new Shape(step.singles().length / 3, 3));
        NDArray runs_R2 = columns(step.runs(), 2, scope);
        NDArray rows_U = scope.create(step.rowsWithSingles());
        NDArray places_UJ = places(step.singlesOfRows(), scope);
        NDArray adapters_N3 = columns(adapts ? step.adapters() : new long[0], 3, scope);
        NDArray scales_A = Engine.settings(scope, scales);
        NDArray shape = base.shape(scope);
        NDArray x_TD = Forward.embed(base, scope.create(BatchTensors.longs(step.ids())), scope);
        int last = base.model().numLayers() - 1;
        for (int layer = 0; layer <= last; layer++) {
            LlamaLayer weights = packed == null ? base.layer(layer) : packed.layer(layer);
            Factors own = factors.get(layer);
            NDArray y_TD =
                    base.engine()
                            .call("layer_paged", scope)
                            .with(x_TD)
                            .with(rope.get(0))
                            .with(rope.get(1))
                            .with(cache.keys(layer))
                            .with(cache.values(layer))
                            .with(slots_T)
                            .with(positions_T)
                            .with(blocks_B5)
                            .with(singles_N3)
                            .with(runs_R2)
                            .with(rows_U)
                            .with(places_UJ)
                            .with(scope.create(kept(step, layer == last)))
                            .with(adapters_N3)
                            .with(scales_A)
                            .with(shape)
                            .with(weights.weights())
                            .with(own.a())
                            .with(own.b())
                            .with(own.scales())
                            .runOne();
            x_TD.close();
            x_TD = y_TD;
        }
        return x_TD;
    }

    /** The last layer need not give what nobody wants; where nothing is wanted, one row. */
    private static long[] kept(PagedStep step, boolean last) {
        if (!last) {
            return new long[0];
        }
        return step.wanted().length == 0 ? new long[] {0} : BatchTensors.longs(step.wanted());
    }

    private NDArray logits(NDArray x_TD, NDManager scope) {
        NDArray head_VD = packed == null ? base.head() : packed.head();
        long size = x_TD.getShape().get(0) * head_VD.getShape().get(0);
        NDArray room = base.engine().scratch();
        if (size > room.size()) {
            room = scope.create(new Shape(size), DataType.FLOAT32);
        }
        return base.engine()
                .call("logits_paged", scope)
                .with(x_TD)
                .with(base.finalNorm())
                .with(head_VD)
                .with(base.shape(scope))
                .with(room)
                .runOne();
    }

    private static NDArray columns(long[] values, int columns, NDManager scope) {
        return Engine.integers(scope, values, new Shape(values.length / columns, columns));
    }

    /** Rows of different length, filled up with one more than the last place. */
    private static NDArray places(long[][] places, NDManager scope) {
        int width = Arrays.stream(places).mapToInt(row -> row.length).max().orElse(0);
        long none = Arrays.stream(places).mapToLong(row -> row.length).sum();
        long[] flat = new long[places.length * width];
        Arrays.fill(flat, none);
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(places[i], 0, flat, i * width, places[i].length);
        }
        return scope.create(flat, new Shape(places.length, width));
    }

    private Factors none() {
        return new Factors(empty(), empty(), empty());
    }

    /** Lists of an argument each: an array is in one only. */
    private List<NDArray> empty() {
        return List.of(memory.create(new float[0]));
    }

    private Factors factors(int layer) {
        List<NDArray> a = new ArrayList<>();
        List<NDArray> b = new ArrayList<>();
        List<NDArray> scales = new ArrayList<>();
        for (Policy policy : policies) {
            LowRank own = policy.lowRank(layer);
            a.addAll(own.a());
            b.addAll(own.b());
            try (NDManager scope = policy.engine().newScope()) {
                scales.addAll(
                        policy.engine()
                                .call("row_scales", memory)
                                .with(policy.shape(scope))
                                .with(policy.layer(layer).weights())
                                .with(own.a())
                                .with(own.b())
                                .with(own.dora())
                                .run());
            }
        }
        return new Factors(a, b, scales);
    }

    @Override
    public void close() {
        if (packed != null) {
            packed.close();
        }
        memory.close();
    }
}
