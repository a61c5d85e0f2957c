package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceWriter;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.merge.CheckpointMerge;
import dev.cria.checkpoints.merge.MergeSettings;
import dev.cria.checkpoints.merge.MergedTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.recipes.job.policy.OpenPolicy;
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
import java.util.function.Function;

/**
 * Merges models of one shape, or adapters of one model into it; of adapters not their factors but
 * what each adds to a weight. One tensor is in memory at a time, and of the merged model one layer
 * when what was written is compared with it.
 */
public record ModelMerge(MergeSettings settings, Path target, MergeOutput output) {

    /**
     * Writes the merge of models, or nothing; answers how near it was found to be to what was
     * meant.
     *
     * @param base null for methods that need none
     */
    public String models(Path base, List<Path> models) {
        try (CheckpointMerge merge = CheckpointMerge.open(base, models, settings)) {
            return write(merge.like(), merge.config(), merge::tensors);
        }
    }

    /**
     * Writes the merge of adapters into their model, or nothing; answers how near it was found to
     * be to what was meant.
     */
    public String adapters(Path model, List<Path> adapters) {
        if (!settings.method().needsBase()) {
            throw new UserException(
                    "merge: adapters are differences from their base; take task_arithmetic or ties");
        }
        if (settings.weights().size() != adapters.size()) {
            throw new UserException(
                    "merge: %d weights for %d adapters; give one for each"
                            .formatted(settings.weights().size(), adapters.size()));
        }
        List<Runnable> closing = new ArrayList<>();
        try (Engine engine = Engine.cpu();
                LlamaModel base =
                        ModelLoader.load(engine, model, FrozenWeights.all(BaseType.AUTO, null))) {
            try (PolicyTensors before = new PolicyTensors(Policy.of(base), DType.F32)) {
                List<PolicyTensors> updated = new ArrayList<>();
                for (Path folder : adapters) {
                    updated.add(updated(base, folder, closing));
                }
                Iterable<String> names = LlamaTensors.of(base.config()).keySet();
                return write(
                        model,
                        base.config(),
                        dtype -> new MergedTensors(settings, before, updated, names, dtype));
            } finally {
                closing.forEach(Runnable::run);
            }
        }
    }

    private static PolicyTensors updated(LlamaModel base, Path folder, List<Runnable> closing) {
        LoraAdapter adapter = LoraAdapter.load(base, folder);
        closing.add(0, adapter::close);
        Policy policy = new Policy(base, adapter);
        if (policy.unties()) {
            throw new UserException(
                    folder
                            + " trains embeddings and head apart, which are one in the model; merge the models instead");
        }
        PolicyTensors tensors = new PolicyTensors(policy, DType.F32);
        closing.add(0, tensors::close);
        return tensors;
    }

    private String write(Path like, LlamaConfig config, Function<DType, MergedTensors> mergedAs) {
        MergedTensors stored = mergedAs.apply(output.dtype());
        List<TensorData> tensors =
                stored.tensors().values().stream()
                        .map(info -> TensorData.of(info, stored))
                        .toList();
        return Publication.of(
                target,
                folder ->
                        HuggingFaceWriter.write(
                                folder,
                                config.withDtype(output.dtype()),
                                tensors,
                                output.maxShardBytes(),
                                OpenPolicy.companions(like)),
                folder -> verified(like, config, mergedAs, folder));
    }

    private String verified(
            Path like, LlamaConfig config, Function<DType, MergedTensors> mergedAs, Path folder) {
        if (!output.verifies()) {
            return Exporter.UNCHECKED;
        }
        try (Engine engine = Engine.cpu();
                LlamaModel meant =
                        ModelLoader.streamed(engine, config, mergedAs.apply(DType.F32))) {
            Policy policy = Policy.of(meant);
            ExportProbe probe = ExportProbe.of(new OpenPolicy(like, policy), output.verifyText());
            return probe.folder(policy, folder, ExportBound.of(output.dtype().name()));
        }
    }
}
