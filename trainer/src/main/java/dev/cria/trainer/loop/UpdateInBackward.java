package dev.cria.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.optim.RowGradient;
import dev.cria.trainer.pass.GradientSink;
import dev.cria.trainer.pass.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Applies gradients as soon as they are complete, so that those of one layer at most are held (Lv
 * et al. 2023, arXiv:2306.09782). A layer's backward pass reads its own weights only before they
 * change. The gradients of a step cannot be clipped together, nor can those of several batches be
 * added up.
 */
final class UpdateInBackward implements GradientSink, AutoCloseable {

    private final Engine engine;
    private final Optimizer optimizer;
    private final DoubleFunction<Optimizer.Update> decide;
    private final NDManager memory;
    private final Map<String, NDArray> waiting = new LinkedHashMap<>();
    private final Map<String, RowGradient> waitingRows = new LinkedHashMap<>();
    private Optimizer.Update update;
    private double squares;

    /**
     * @param decide given the loss, before anything is changed: what to do, null for nothing; may
     *     throw
     */
    UpdateInBackward(Engine engine, Optimizer optimizer, DoubleFunction<Optimizer.Update> decide) {
        this.engine = engine;
        this.optimizer = optimizer;
        this.decide = decide;
        this.memory = engine.newScope();
    }

    @Override
    public void begin(Map<String, Double> shares) {
        update = decide.apply(shares.get("loss"));
    }

    @Override
    public void add(String name, NDArray gradient) {
        NDArray sum = waiting.get(name);
        if (sum == null) {
            gradient.attach(memory);
            waiting.put(name, gradient);
            return;
        }
        engine.call("add", memory).with(List.of(sum)).with(List.of(gradient)).runOne().close();
        gradient.close();
    }

    @Override
    public void addRows(String name, RowGradient gradient) {
        gradient.rows().attach(memory);
        gradient.values().attach(memory);
        waitingRows.put(name, gradient);
    }

    @Override
    public void layerDone(String pending) {
        Map<String, NDArray> ready = new LinkedHashMap<>(waiting);
        ready.remove(pending);
        List<NDArray> all = new ArrayList<>(ready.values());
        waitingRows.values().forEach(gradient -> all.add(gradient.values()));
        if (all.isEmpty()) {
            return;
        }
        double norm = Gradients.norm(engine, memory, all);
        squares += norm * norm;
        if (update != null && Double.isFinite(norm)) {
            if (!ready.isEmpty()) {
                optimizer.step(update, ready);
            }
            waitingRows.forEach((name, gradient) -> optimizer.stepRows(update, name, gradient));
        }
        waitingRows.values().forEach(gradient -> gradient.rows().close());
        all.forEach(NDArray::close);
        waiting.keySet().removeAll(ready.keySet());
        waitingRows.clear();
    }

    /** The L2 norm of all gradients so far. */
    double norm() {
        return Math.sqrt(squares);
    }

    @Override
    public void close() {
        memory.close();
    }
}
