package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sum of the gradients of an optimizer step, by the name of the parameter. */
public final class Gradients implements GradientSink, AutoCloseable {

    private final Engine engine;
    private final NDManager memory;
    private final Map<String, NDArray> sums = new LinkedHashMap<>();

    /** No gradients yet. */
    public Gradients(Engine engine) {
        this.engine = engine;
        this.memory = engine.newScope();
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

    /**
     * Scales all gradients in place so that their global norm is at most {@code limit} (0: no
     * limit); answers the norm before.
     */
    public double clip(double limit) {
        try (NDArray setting = Engine.settings(memory, limit);
                NDArray norm =
                        engine.call("clip", memory)
                                .with(setting)
                                .with(List.copyOf(sums.values()))
                                .runOne()) {
            return norm.getFloat();
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
