package dev.cria.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.optim.Resumable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An exponential moving average of the parameters: the first update copies them, each later one
 * moves the average by {@code 1 - decay} towards them, as {@code torch.optim.swa_utils} does.
 */
public final class MovingAverage implements StepHook, Resumable, AutoCloseable {

    /** Before the name of a parameter, in checkpoints. */
    static final String PREFIX = "average.";

    private static final String UPDATES = "updates";

    private final double decay;
    private final Engine engine;
    private final List<Parameter> parameters;
    private final NDManager memory;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private long updates;

    /**
     * An average of the parameters as they are now.
     *
     * @param decay share of the average that an update keeps
     */
    public MovingAverage(double decay, Engine engine, List<Parameter> parameters) {
        this.decay = decay;
        this.engine = engine;
        this.parameters = parameters;
        this.memory = engine.newScope();
        for (Parameter parameter : parameters) {
            NDArray copy = parameter.value().duplicate();
            copy.attach(memory);
            averages.put(parameter.name(), copy);
        }
    }

    @Override
    public void after(FinishedStep step) {
        if (step.applied()) {
            try (NDManager scope = engine.newScope()) {
                engine.call("blend", scope)
                        .with(Engine.settings(scope, updates == 0 ? 1 : 1 - decay))
                        .with(List.copyOf(averages.values()))
                        .with(values())
                        .runOne();
            }
            updates++;
        }
    }

    /** Does some work while the parameters hold their averages. */
    public <T> T during(Supplier<T> work) {
        exchange();
        try {
            return work.get();
        } finally {
            exchange();
        }
    }

    /** Exchanges the parameters and their averages, bit for bit. */
    public void exchange() {
        try (NDManager scope = engine.newScope()) {
            engine.call("swap", scope).with(values()).with(List.copyOf(averages.values())).runOne();
        }
    }

    private List<NDArray> values() {
        return parameters.stream().map(Parameter::value).toList();
    }

    @Override
    public List<TensorData> state() {
        List<TensorData> tensors = new ArrayList<>();
        averages.forEach(
                (name, value) ->
                        tensors.add(TensorTransfer.store(PREFIX + name, value, DType.F32)));
        tensors.add(Doubles.of(UPDATES, (double) updates));
        return tensors;
    }

    @Override
    public boolean startsAnywhere() {
        return true;
    }

    @Override
    public void restore(TensorSource source) {
        averages.forEach((name, value) -> TensorTransfer.loadInto(value, source, PREFIX + name));
        updates = (long) Doubles.read(source, UPDATES)[0];
    }

    @Override
    public void close() {
        memory.close();
    }
}
