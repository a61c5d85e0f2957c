package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts adapters into the weights of a model. */
public final class AdapterMerge {

    private AdapterMerge() {}

    /**
     * The weight of a linear module with what adapts it: W + scale B A, with DoRA its rows scaled
     * to their magnitudes.
     *
     * @param weight W in fp32, [out, in]
     * @param module its position in {@link LlamaLayer#LINEARS}
     */
    public static NDArray merged(
            Engine engine,
            NDArray weight,
            LowRank lowRank,
            int module,
            LoraConfig config,
            NDManager memory) {
        try (NDArray scale = Engine.settings(memory, config.scale())) {
            var call =
                    engine.call(lowRank.isDora() ? "merge_dora" : "merge", memory)
                            .with(weight)
                            .with(lowRank.a().get(module))
                            .with(lowRank.b().get(module))
                            .with(scale);
            return lowRank.isDora()
                    ? call.with(lowRank.dora().get(module)).runOne()
                    : call.runOne();
        }
    }

    /** The weights of a model, by their names, that merging the adapter of a folder changes. */
    public static Set<String> changes(LlamaConfig model, Path folder) {
        var weights = LlamaTensors.of(model);
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            Set<String> names = new LinkedHashSet<>();
            AdapterModules.adapted(model, adapter.config())
                    .forEach(linear -> names.add(linear.name() + ".weight"));
            AdapterModules.saved(model, adapter.config())
                    .forEach(name -> names.add(AdapterModules.origin(weights, name)));
            return names;
        }
    }

    /**
     * Changes the weights of a model, which must be trainable where the adapter changes them.
     *
     * @throws UserException when the adapter makes two matrices of tied embeddings and head
     */
    public static void into(LlamaModel model, LoraAdapter adapter, Path folder) {
        for (int layer = 0; layer < model.numLayers(); layer++) {
            LowRank lowRank = adapter.layer(layer);
            for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
                if (lowRank.adapts(i)) {
                    String name = LlamaLayer.name(layer, LlamaLayer.LINEARS.get(i) + ".weight");
                    NDArray weight = model.weights().get(name).value();
                    try (NDManager scope = model.engine().newScope()) {
                        NDArray sum =
                                merged(model.engine(), weight, lowRank, i, adapter.config(), scope);
                        fill(model, weight, sum);
                    }
                }
            }
        }
        List<String> saved = AdapterModules.saved(model.config(), adapter.config());
        boolean ends = saved.stream().anyMatch(AdapterModules::isEnd);
        if (ends && model.config().tieWordEmbeddings() && !adapter.config().ensureWeightTying()) {
            throw new UserException(
                    "%s trains embeddings and head apart, which are one in this model; write the merged model first (stage export, format merged)"
                            .formatted(folder));
        }
        for (String name : saved) {
            String own = AdapterModules.origin(model.weights(), name);
            fill(model, model.weights().get(own).value(), adapter.saved(name));
        }
    }

    private static void fill(LlamaModel model, NDArray target, NDArray value) {
        try (NDManager scope = model.engine().newScope()) {
            model.engine().call("fill", scope).with(target).with(value).runOne();
        }
    }
}
