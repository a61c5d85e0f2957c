package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.merge.CheckpointMerge;
import dev.cria.checkpoints.merge.MergeMethod;
import dev.cria.checkpoints.merge.MergeSettings;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.AdapterUpdates;
import dev.cria.recipes.job.Exporter;
import dev.cria.recipes.job.OpenPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "merge",
        description = "Makes one model of several of one shape, or of a model and adapters of it.")
final class MergeCommand implements Callable<Integer> {

    @Option(
            names = "--method",
            defaultValue = "LINEAR",
            description =
                    "${COMPLETION-CANDIDATES}; all but linear work on differences from --base")
    MergeMethod method;

    @Option(names = "--base", paramLabel = "DIR", description = "what the models were tuned from")
    Path base;

    @Option(names = "--model", paramLabel = "DIR", description = "Hugging Face folder; several")
    List<Path> models = List.of();

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT folder on --base; several")
    List<Path> adapters = List.of();

    @Option(names = "--weight", paramLabel = "W", description = "one for each; 1 if none is given")
    List<Double> weights = List.of();

    @Option(
            names = "--density",
            description = "ties: share of each tensor's changes that counts; ${DEFAULT-VALUE}")
    double density = 0.5;

    @Option(names = "--lambda", description = "multiplies the sum of changes; ${DEFAULT-VALUE}")
    double scale = 1;

    @Option(names = "--dtype", defaultValue = "F32", description = "F32, F16 or BF16")
    DType dtype;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "a new folder")
    Path output;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new UserException(output + ": exists already and is not overwritten");
        }
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.BF16) {
            throw new UserException("--dtype: expected F32, F16 or BF16, got " + dtype);
        }
        if (models.isEmpty() == adapters.isEmpty()) {
            throw new UserException("merge: give either models (--model) or adapters (--adapter)");
        }
        int count = models.size() + adapters.size();
        List<Double> shares = weights.isEmpty() ? Collections.nCopies(count, 1.0) : weights;
        MergeSettings settings = new MergeSettings(method, shares, density, scale);
        if (models.isEmpty()) {
            if (base == null) {
                throw new UserException("merge: adapters need the model they belong to: --base");
            }
            AdapterUpdates.merge(base, adapters, settings, output, dtype, Exporter.DEFAULT_SHARD);
        } else {
            try (CheckpointMerge merge = CheckpointMerge.open(base, models, settings)) {
                merge.write(
                        output, dtype, Exporter.DEFAULT_SHARD, OpenPolicy.companions(merge.like()));
            }
        }
        System.out.println("wrote " + output);
        return 0;
    }
}
