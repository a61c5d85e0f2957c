package dev.cria.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101) on fp32
 * parameters with fp32 moments.
 */
public final class AdamW implements Optimizer {

    private final Settings settings;
    private final Engine engine;
    private final List<Parameter> parameters;
    private final NDManager memory;
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final Map<String, RowMoments> tables = new LinkedHashMap<>();

    /**
     * @param beta1 decay of the mean of gradients
     * @param beta2 decay of the mean of squared gradients
     * @param epsilon added to the root of the latter
     * @param weightDecay share of a weight taken off per step and unit of learning rate
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {}

    /** An optimizer with zero moments. */
    public AdamW(Settings settings, Engine engine, List<Parameter> parameters) {
        this.settings = settings;
        this.engine = engine;
        this.parameters = parameters;
        this.memory = engine.newScope();
    }

    @Override
    public void step(Update update, Map<String, NDArray> gradients) {
        apply(update, settings.weightDecay, gradients, true);
        apply(update, 0, gradients, false);
    }

    @Override
    public void stepRows(Update update, String name, RowGradient gradient) {
        Parameter table = named(name);
        try (NDManager scope = engine.newScope()) {
            double decay = table.decays() ? settings.weightDecay : 0;
            tables.computeIfAbsent(name, key -> new RowMoments(engine, table))
                    .step(hyper(scope, settings, update, decay), gradient, scope);
        }
    }

    private Parameter named(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }

    /** Moments begin with the first gradient: a parameter that never has one needs none. */
    private NDArray moment(Map<String, NDArray> moments, Parameter parameter) {
        return moments.computeIfAbsent(
                parameter.name(), name -> memory.zeros(parameter.value().getShape()));
    }

    private void apply(
            Update update, double decay, Map<String, NDArray> gradients, boolean decays) {
        List<Parameter> group =
                parameters.stream()
                        .filter(p -> p.decays() == decays && gradients.containsKey(p.name()))
                        .toList();
        if (group.isEmpty()) {
            return;
        }
        try (NDManager scope = engine.newScope()) {
            engine.call("adamw", scope)
                    .with(hyper(scope, settings, update, decay))
                    .with(group.stream().map(Parameter::value).toList())
                    .with(group.stream().map(p -> gradients.get(p.name())).toList())
                    .with(group.stream().map(p -> moment(first, p)).toList())
                    .with(group.stream().map(p -> moment(second, p)).toList())
                    .runOne();
        }
    }

    /** The numbers that the kernels of AdamW read. */
    static NDArray hyper(NDManager scope, Settings settings, Update update, double decay) {
        return Engine.settings(
                scope,
                update.learningRate(),
                settings.beta1,
                settings.beta2,
                settings.epsilon,
                decay,
                (double) update.number(),
                update.gradientScale());
    }

    @Override
    public Map<String, NDArray> numbers() {
        Map<String, NDArray> numbers = new LinkedHashMap<>();
        first.forEach((name, moment) -> numbers.put("first." + name, moment));
        second.forEach((name, moment) -> numbers.put("second." + name, moment));
        tables.forEach((name, table) -> numbers.putAll(table.numbers()));
        return numbers;
    }

    @Override
    public List<TensorData> state() {
        // In the order of the parameters, not of their first updates: a run that goes on from a
        // checkpoint writes the same bytes as one that was never interrupted.
        List<TensorData> tensors = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            if (first.containsKey(name)) {
                tensors.add(TensorTransfer.store("first." + name, first.get(name), DType.F32));
                tensors.add(TensorTransfer.store("second." + name, second.get(name), DType.F32));
            }
            if (tables.containsKey(name)) {
                tensors.addAll(tables.get(name).state());
            }
        }
        return tensors;
    }

    @Override
    public void restore(TensorSource source) {
        // A checkpoint from before a parameter's first gradient has no moments of it.
        forget();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            if (source.tensors().containsKey("rows." + name)) {
                tables.computeIfAbsent(name, key -> new RowMoments(engine, parameter))
                        .restore(source);
            } else if (source.tensors().containsKey("first." + name)) {
                TensorTransfer.loadInto(moment(first, parameter), source, "first." + name);
                TensorTransfer.loadInto(moment(second, parameter), source, "second." + name);
            }
        }
    }

    private void forget() {
        first.values().forEach(NDArray::close);
        second.values().forEach(NDArray::close);
        tables.values().forEach(RowMoments::close);
        first.clear();
        second.clear();
        tables.clear();
    }

    @Override
    public void close() {
        forget();
        memory.close();
    }
}
