package dev.cria.trainer.export;

import dev.cria.checkpoints.huggingface.HuggingFaceWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.List;

/** Writes a policy as a model that others load. */
public final class ModelSaver {

    private ModelSaver() {}

    /**
     * Writes a Hugging Face folder, the adapter merged into the weights if there is one.
     *
     * @param filesToCopy the tokenizer's files
     */
    public static void save(
            Policy policy, Path folder, DType dtype, long maxShardBytes, List<Path> filesToCopy) {
        try (PolicyTensors source = new PolicyTensors(policy, dtype)) {
            List<TensorData> tensors =
                    source.tensors().values().stream()
                            .map(info -> TensorData.of(info, source))
                            .toList();
            HuggingFaceWriter.write(
                    folder,
                    policy.exportedConfig().withDtype(dtype),
                    tensors,
                    maxShardBytes,
                    filesToCopy);
        }
    }
}
