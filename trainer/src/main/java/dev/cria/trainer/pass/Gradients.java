package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.optim.RowGradient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sum of the gradients of an optimizer step, by the name of the parameter. */
public final class Gradients implements GradientSink, AutoCloseable {

    private final Engine engine;
    private final NDManager memory;
    private final Map<String, NDArray> sums = new LinkedHashMap<>();
    private final Map<String, RowGradient> rows = new LinkedHashMap<>();

    /** No gradients yet. */
    public Gradients(Engine engine) {
        this.engine = engine;
        this.memory = engine.newScope();
    }

    @Override
    public void begin(Map<String, Double> shares) {
        // The step's loss is the sum over all batches, known at the end.
    }

    @Override
    public void addRows(String name, RowGradient gradient) {
        RowGradient sum = gradient;
        if (rows.containsKey(name)) {
            RowGradient before = rows.get(name);
            NDList both =
                    engine.call("add_rows", memory)
                            .with(before.rows())
                            .with(before.values())
                            .with(gradient.rows())
                            .with(gradient.values())
                            .run();
            close(before);
            close(gradient);
            sum = new RowGradient(both.get(0), both.get(1));
        }
        sum.rows().attach(memory);
        sum.values().attach(memory);
        rows.put(name, sum);
    }

    private static void close(RowGradient gradient) {
        gradient.rows().close();
        gradient.values().close();
    }

    @Override
    public void add(String name, NDArray gradient) {
        NDArray sum = sums.get(name);
        if (sum == null) {
            gradient.attach(memory);
            sums.put(name, gradient);
            return;
        }
        engine.call("add", memory).with(List.of(sum)).with(List.of(gradient)).runOne().close();
        gradient.close();
    }

    @Override
    public void layerDone(String pending) {
        // The sums are wanted at the end of the step.
    }

    /** The sum of the gradients of a parameter; null if it had none. */
    public NDArray of(String name) {
        return sums.get(name);
    }

    /** All sums, by the name of the parameter; they stay this object's own. */
    public Map<String, NDArray> byName() {
        return Collections.unmodifiableMap(sums);
    }

    /** The gradients of tables of which some rows were used, by the name of the parameter. */
    public Map<String, RowGradient> rowsByName() {
        return Collections.unmodifiableMap(rows);
    }

    /** The global L2 norm. */
    public double norm() {
        List<NDArray> all = new ArrayList<>(sums.values());
        rows.values().forEach(gradient -> all.add(gradient.values()));
        return norm(engine, memory, all);
    }

    /** The L2 norm of some arrays taken together. */
    public static double norm(Engine engine, NDManager memory, List<NDArray> arrays) {
        try (NDArray norm = engine.call("norm_of", memory).with(arrays).runOne()) {
            return norm.getFloat();
        }
    }

    /**
     * What gradients of a norm are multiplied by so that it is at most {@code limit} (0: no limit);
     * as torch.nn.utils.clip_grad_norm_ does it.
     */
    public static double scale(double norm, double limit) {
        return limit > 0 ? Math.min(1, limit / (norm + 1e-6)) : 1;
    }

    @Override
    public void close() {
        memory.close();
    }
}
