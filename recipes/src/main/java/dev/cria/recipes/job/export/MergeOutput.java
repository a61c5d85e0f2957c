package dev.cria.recipes.job.export;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.policy.OpenPolicy;
import java.nio.file.Path;

/**
 * How what comes of a merge is written.
 *
 * @param dtype type of the weights
 * @param maxShardBytes size of a safetensors file
 * @param verifies whether it is loaded again and compared before it gets its name
 * @param verifyText text to compare on; null for the one that comes with Cria
 */
public record MergeOutput(DType dtype, long maxShardBytes, boolean verifies, Path verifyText) {

    /** What writes an opened model. */
    public Exporter exporter(OpenPolicy opened) {
        ExportProbe probe = verifies ? ExportProbe.of(opened, verifyText) : null;
        return new Exporter(opened, dtype, maxShardBytes, probe);
    }
}
