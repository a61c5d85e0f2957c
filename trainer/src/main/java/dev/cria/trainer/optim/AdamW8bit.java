package dev.cria.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.DynamicMap;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW whose moments take a byte each (Dettmers et al. 2022, arXiv:2110.02861): blocks of 256
 * values share a scale in fp32, and each value is the nearest of a {@link DynamicMap}. Like
 * bitsandbytes, small tensors keep fp32 moments, and so do embeddings, whose gradients are uneven.
 *
 * <p>Other than bitsandbytes, a mean of squares above 0 is never stored as 0: the next update would
 * divide by next to nothing.
 */
public final class AdamW8bit implements Optimizer {

    /** Values that share a scale. */
    static final int BLOCK = 256;

    /** Smaller tensors keep fp32 moments. */
    static final int MIN_SIZE = 4096;

    private static final String EMBEDDINGS = "embed_tokens";

    private final AdamW.Settings settings;
    private final Engine engine;
    private final AdamW plain;
    private final NDManager memory;
    private final List<NDArray> tables;
    private final Map<String, Moments> moments = new LinkedHashMap<>();

    /**
     * The moments of a parameter of n values, n rounded up to whole blocks.
     *
     * @param first codes of the mean of gradients [n], uint8
     * @param second codes of the mean of squared gradients [n], uint8
     * @param firstScale largest magnitude of each block [n / 256]
     * @param secondScale the same of the squares
     */
    private record Moments(
            Parameter parameter,
            NDArray first,
            NDArray second,
            NDArray firstScale,
            NDArray secondScale) {}

    /** An optimizer with zero moments. */
    public AdamW8bit(AdamW.Settings settings, Engine engine, List<Parameter> parameters) {
        this.settings = settings;
        this.engine = engine;
        this.memory = engine.newScope();
        this.plain =
                new AdamW(settings, engine, parameters.stream().filter(p -> !inBytes(p)).toList());
        this.tables = tables();
        parameters.stream()
                .filter(AdamW8bit::inBytes)
                .forEach(p -> moments.put(p.name(), zeros(p)));
    }

    private static boolean inBytes(Parameter parameter) {
        return parameter.value().size() >= MIN_SIZE && !parameter.name().contains(EMBEDDINGS);
    }

    private List<NDArray> tables() {
        List<NDArray> arrays = new ArrayList<>();
        for (ByteCodes codes : List.of(ByteCodes.signed(), ByteCodes.unsigned())) {
            arrays.add(memory.create(codes.values()));
            arrays.add(memory.create(codes.limits()));
            arrays.add(memory.create(codes.least()));
        }
        return arrays;
    }

    private Moments zeros(Parameter parameter) {
        long blocks = (parameter.value().size() + BLOCK - 1) / BLOCK;
        Shape codes = new Shape(blocks * BLOCK);
        Shape scales = new Shape(blocks);
        return new Moments(
                parameter,
                memory.zeros(codes, DataType.UINT8),
                memory.zeros(codes, DataType.UINT8),
                memory.zeros(scales),
                memory.zeros(scales));
    }

    @Override
    public void step(Update update, Map<String, NDArray> gradients) {
        plain.step(update, gradients);
        apply(update, settings.weightDecay(), gradients, true);
        apply(update, 0, gradients, false);
    }

    /** Tables keep fp32 moments, of the rows that need some. */
    @Override
    public void stepRows(Update update, String name, RowGradient gradient) {
        plain.stepRows(update, name, gradient);
    }

    private void apply(
            Update update, double decay, Map<String, NDArray> gradients, boolean decays) {
        List<Moments> group =
                moments.values().stream()
                        .filter(m -> m.parameter.decays() == decays)
                        .filter(m -> gradients.containsKey(m.parameter.name()))
                        .toList();
        if (group.isEmpty()) {
            return;
        }
        try (NDManager scope = engine.newScope()) {
            engine.call("adamw_8bit", scope)
                    .with(AdamW.hyper(scope, settings, update, decay))
                    .with(tables)
                    .with(group.stream().map(m -> m.parameter.value()).toList())
                    .with(group.stream().map(m -> gradients.get(m.parameter.name())).toList())
                    .with(group.stream().map(Moments::first).toList())
                    .with(group.stream().map(Moments::second).toList())
                    .with(group.stream().map(Moments::firstScale).toList())
                    .with(group.stream().map(Moments::secondScale).toList())
                    .runOne();
        }
    }

    /** A code stands for a finite number, so only the scales can go wrong. */
    @Override
    public Map<String, NDArray> numbers() {
        Map<String, NDArray> numbers = new LinkedHashMap<>(plain.numbers());
        moments.forEach(
                (name, m) -> {
                    numbers.put("first_scale." + name, m.firstScale);
                    numbers.put("second_scale." + name, m.secondScale);
                });
        return numbers;
    }

    @Override
    public List<TensorData> state() {
        List<TensorData> tensors = new ArrayList<>(plain.state());
        moments.forEach(
                (name, m) -> {
                    tensors.add(TensorTransfer.storeBytes("first." + name, m.first));
                    tensors.add(TensorTransfer.storeBytes("second." + name, m.second));
                    tensors.add(
                            TensorTransfer.store("first_scale." + name, m.firstScale, DType.F32));
                    tensors.add(
                            TensorTransfer.store("second_scale." + name, m.secondScale, DType.F32));
                });
        return tensors;
    }

    @Override
    public void restore(TensorSource source) {
        plain.restore(source);
        moments.forEach(
                (name, m) -> {
                    TensorTransfer.loadBytes(m.first, source, "first." + name);
                    TensorTransfer.loadBytes(m.second, source, "second." + name);
                    TensorTransfer.loadInto(m.firstScale, source, "first_scale." + name);
                    TensorTransfer.loadInto(m.secondScale, source, "second_scale." + name);
                });
    }

    @Override
    public void close() {
        plain.close();
        memory.close();
    }
}
