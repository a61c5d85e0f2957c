package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One adapter for several, each with a weight, as {@code add_weighted_adapter} of PEFT makes it.
 */
public enum AdapterCombination {
    /** Factors side by side: exactly the weighted sum of the updates; the ranks add up. */
    CAT,
    /**
     * Weighted sums of the factors, each by the root of its weight: as small as one of them, but
     * with products of factors of different adapters in it. The ranks must be equal.
     */
    LINEAR;

    /**
     * The combined adapter.
     *
     * @param weights one for each; negative ones take an update away
     * @throws UserException when an adapter holds more than low-rank factors, or ranks differ that
     *     must not
     */
    public LoraAdapter of(LlamaModel model, List<LoraAdapter> adapters, List<Double> weights) {
        List<LoraConfig> configs = adapters.stream().map(LoraAdapter::config).toList();
        check(configs, weights);
        NDManager memory = model.engine().newScope();
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        LoraConfig config = config(model, configs);
        for (AdapterModules.Linear linear : AdapterModules.adapted(model.config(), config)) {
            NDList both = combine(model.engine(), linear, adapters, weights, memory);
            tensors.put(PeftAdapter.tensorName(linear.name(), 'A'), both.get(0));
            tensors.put(PeftAdapter.tensorName(linear.name(), 'B'), both.get(1));
        }
        return new LoraAdapter(model, config, memory, tensors);
    }

    private NDList combine(
            Engine engine,
            AdapterModules.Linear linear,
            List<LoraAdapter> adapters,
            List<Double> weights,
            NDManager memory) {
        try (NDManager scope = engine.newScope()) {
            List<NDArray> a = new ArrayList<>();
            List<NDArray> b = new ArrayList<>();
            double[] shares = new double[adapters.size()];
            for (int i = 0; i < shares.length; i++) {
                LowRank lowRank = adapters.get(i).layer(linear.layer());
                LoraConfig config = adapters.get(i).config();
                boolean adapted = lowRank.adapts(linear.position());
                Shape shapeA = new Shape(config.rank(), linear.in());
                Shape shapeB = new Shape(linear.out(), config.rank());
                a.add(adapted ? lowRank.a().get(linear.position()) : scope.zeros(shapeA));
                b.add(adapted ? lowRank.b().get(linear.position()) : scope.zeros(shapeB));
                shares[i] = weights.get(i) * config.scale();
            }
            return engine.call(this == CAT ? "combine_cat" : "combine_linear", memory)
                    .with(Engine.settings(scope, shares))
                    .with(a)
                    .with(b)
                    .run();
        }
    }

    private void check(List<LoraConfig> configs, List<Double> weights) {
        if (configs.size() != weights.size()) {
            throw new UserException(
                    "adapter_weights: %d weights for %d adapters"
                            .formatted(weights.size(), configs.size()));
        }
        for (LoraConfig config : configs) {
            if (config.dora() || !config.modulesToSave().isEmpty()) {
                throw new UserException(
                        "adapters with %s cannot be combined with weights, only merged one after another; leave adapter_weights out"
                                .formatted(config.dora() ? "DoRA" : "modules_to_save"));
            }
            if (this == LINEAR && config.rank() != configs.get(0).rank()) {
                throw new UserException(
                        "combination_type: linear needs adapters of one rank, found %d and %d; take cat"
                                .formatted(configs.get(0).rank(), config.rank()));
            }
        }
    }

    /** Its scale is 1. */
    private LoraConfig config(LlamaModel model, List<LoraConfig> configs) {
        LoraConfig first = configs.get(0);
        int rank =
                this == LINEAR ? first.rank() : configs.stream().mapToInt(LoraConfig::rank).sum();
        boolean alike =
                configs.stream()
                        .allMatch(
                                c ->
                                        c.targetModules().equals(first.targetModules())
                                                && c.layersToTransform()
                                                        .equals(first.layersToTransform()));
        List<String> targets =
                alike
                        ? first.targetModules()
                        : configs.stream()
                                .flatMap(c -> AdapterModules.adapted(model.config(), c).stream())
                                .map(AdapterModules.Linear::name)
                                .distinct()
                                .toList();
        return new LoraConfig(rank, rank, 0, targets, false, first.baseModel())
                .withLayers(alike ? first.layersToTransform() : List.of());
    }
}
