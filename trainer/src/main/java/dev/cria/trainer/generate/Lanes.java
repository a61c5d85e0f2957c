package dev.cria.trainer.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.PagedForward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Policies by name, and which of them run together: those whose weights are the model's. */
final class Lanes implements AutoCloseable {

    private final Map<String, Place> places = new HashMap<>();
    private final List<PagedForward> forwards = new ArrayList<>();

    /** A policy's lane, and its number among those of the lane. */
    private record Place(int lane, int adapter) {}

    Lanes(PagedCache cache, Map<String, Policy> policies, boolean packs) {
        List<List<Policy>> lanes = new ArrayList<>();
        policies.forEach(
                (name, policy) -> {
                    int lane = 0;
                    while (lane < lanes.size()
                            && !PagedForward.sharesWeights(lanes.get(lane).get(0), policy)) {
                        lane++;
                    }
                    if (lane == lanes.size()) {
                        lanes.add(new ArrayList<>());
                    }
                    places.put(name, new Place(lane, lanes.get(lane).size()));
                    lanes.get(lane).add(policy);
                });
        lanes.forEach(lane -> forwards.add(new PagedForward(cache, lane, packs)));
    }

    int count() {
        return forwards.size();
    }

    boolean isIn(int lane, Sequence sequence) {
        return places.get(sequence.request().adapter()).lane() == lane;
    }

    int adapter(Sequence sequence) {
        return places.get(sequence.request().adapter()).adapter();
    }

    /** The logits of the texts of a lane, in their order. */
    NDArray logits(int lane, List<RowRun> sorted, int pageTokens, NDManager scope) {
        return forwards.get(lane).logits(StepBuilder.build(sorted, pageTokens), scope);
    }

    @Override
    public void close() {
        forwards.forEach(PagedForward::close);
    }
}
