package dev.cria.recipes.job;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceWriter;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.merge.MergeSettings;
import dev.cria.checkpoints.merge.MergedTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.PolicyTensors;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges several adapters of one model into it: not their factors, but what each adds to a weight,
 * one tensor at a time.
 */
public final class AdapterUpdates {

    private AdapterUpdates() {}

    /**
     * Writes the merged model, or nothing.
     *
     * @param settings of a method that works on differences from a base, which the model is
     */
    public static void merge(
            Path model,
            List<Path> adapters,
            MergeSettings settings,
            Path target,
            DType dtype,
            long maxShardBytes) {
        if (!settings.method().needsBase()) {
            throw new UserException(
                    "merge: adapters are differences from their base; take task_arithmetic or ties");
        }
        if (settings.weights().size() != adapters.size()) {
            throw new UserException(
                    "merge: %d weights for %d adapters; give one for each"
                            .formatted(settings.weights().size(), adapters.size()));
        }
        List<AutoCloseable> opened = new ArrayList<>();
        try (Engine engine = Engine.cpu();
                LlamaModel base =
                        ModelLoader.load(engine, model, FrozenWeights.all(BaseType.AUTO, null))) {
            List<PolicyTensors> updated = new ArrayList<>();
            try (PolicyTensors before = new PolicyTensors(Policy.of(base), DType.F32)) {
                for (Path folder : adapters) {
                    LoraAdapter adapter = LoraAdapter.load(base, folder);
                    opened.add(adapter);
                    Policy policy = new Policy(base, adapter);
                    if (policy.unties()) {
                        throw new UserException(
                                folder
                                        + " trains embeddings and head apart, which are one in the model; merge the models instead");
                    }
                    PolicyTensors tensors = new PolicyTensors(policy, DType.F32);
                    opened.add(0, tensors);
                    updated.add(tensors);
                }
                MergedTensors merged =
                        new MergedTensors(
                                settings,
                                before,
                                updated,
                                LlamaTensors.of(base.config()).keySet(),
                                dtype);
                List<TensorData> written =
                        merged.tensors().values().stream()
                                .map(info -> TensorData.of(info, merged))
                                .toList();
                HuggingFaceWriter.write(
                        target,
                        base.config().withDtype(dtype),
                        written,
                        maxShardBytes,
                        OpenPolicy.companions(model));
            } finally {
                close(opened);
            }
        }
    }

    private static void close(List<AutoCloseable> opened) {
        for (AutoCloseable one : opened) {
            if (one instanceof PolicyTensors tensors) {
                tensors.close();
            } else if (one instanceof LoraAdapter adapter) {
                adapter.close();
            }
        }
    }
}
