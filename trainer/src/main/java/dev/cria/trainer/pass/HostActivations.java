package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import java.util.List;

/** Activations of a CUDA device wait in the memory of the machine. */
public final class HostActivations implements ActivationStore {

    private final Engine engine;
    private final NDManager memory;
    private final NDArray onHost;
    private final NDArray onDevice;

    /** For activations of an engine's device. */
    public HostActivations(Engine engine) {
        this.engine = engine;
        this.memory = engine.newScope();
        this.onHost = Engine.integers(memory, 0);
        this.onDevice = memory.create(0f);
    }

    @Override
    public Waiting put(List<NDArray> arrays) {
        List<NDArray> waiting = arrays.stream().map(array -> moved(array, onHost, memory)).toList();
        return scope -> waiting.stream().map(array -> moved(array, onDevice, scope)).toList();
    }

    private NDArray moved(NDArray array, NDArray where, NDManager owner) {
        NDArray moved = engine.call("moved", owner).with(array).with(where).runOne();
        array.close();
        return moved;
    }

    @Override
    public void close() {
        memory.close();
    }
}
