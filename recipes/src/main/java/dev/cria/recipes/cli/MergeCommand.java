package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.merge.MergeMethod;
import dev.cria.checkpoints.merge.MergeSettings;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.CheckpointMean;
import dev.cria.recipes.job.export.Exporter;
import dev.cria.recipes.job.export.MergeOutput;
import dev.cria.recipes.job.export.ModelMerge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        description =
                "Makes one model of several of one shape, of a model and adapters of it, or of the last checkpoints of a run.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria merge --method average --last 3 --output mean runs/mine",
            "  cria merge --method ties --base base --model a --model b --output both",
            "  cria merge --base base --adapter a --adapter b --output both"
        })
final class MergeCommand implements Callable<Integer> {

    /** How weights become one; {@link #AVERAGE} is of checkpoints. */
    enum Method {
        LINEAR,
        TASK_ARITHMETIC,
        TIES,
        AVERAGE
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN_DIR",
            description =
                    "average: a run folder, or checkpoints/NAME in it where several stages have some")
    Path run;

    @Option(
            names = "--method",
            description =
                    "${COMPLETION-CANDIDATES}; task_arithmetic and ties work on differences from --base. If not given: average of checkpoints, linear of models without a base, else task_arithmetic")
    Method method;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "average: of how many checkpoints; 3 if not given")
    Integer last;

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
            description = "ties: share of each tensor's changes that counts; 0.5 if not given")
    Double density;

    @Option(names = "--lambda", description = "multiplies the sum of changes; 1 if not given")
    Double scale;

    @Option(names = "--dtype", defaultValue = "F32", description = "F32, F16 or BF16")
    DType dtype;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "a new folder")
    Path output;

    @Option(
            names = "--no-verify",
            description =
                    "does not load what was written to compare its answers with what is meant")
    boolean unverified;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new UserException(
                    output + ": exists already and is not overwritten; name another place");
        }
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.BF16) {
            throw new UserException("--dtype: expected F32, F16 or BF16, got " + dtype);
        }
        int sources =
                (run == null ? 0 : 1) + (models.isEmpty() ? 0 : 1) + (adapters.isEmpty() ? 0 : 1);
        if (sources != 1) {
            throw new UserException(
                    "merge: give either models (--model), adapters (--adapter) or a run folder");
        }
        MergeOutput how = new MergeOutput(dtype, Exporter.DEFAULT_SHARD, !unverified, null);
        String found = run == null ? merged(how) : mean(how);
        System.out.println("wrote " + output);
        System.out.println((unverified ? "" : "verified: ") + found);
        return 0;
    }

    private String mean(MergeOutput how) {
        boolean others = base != null || density != null || scale != null || !weights.isEmpty();
        if (others || (method != null && method != Method.AVERAGE)) {
            throw new UserException(
                    "merge: checkpoints of a run are averaged; take --base, --weight, --density, --lambda and other methods out");
        }
        int count = last == null ? 3 : last;
        if (count < 1) {
            throw new UserException("--last: expected 1 at least, found " + count);
        }
        return CheckpointMean.in(run).writeLocked(count, output, how);
    }

    private String merged(MergeOutput how) {
        if (last != null || method == Method.AVERAGE) {
            throw new UserException(
                    "merge: average and --last are of the checkpoints of a run; name its folder");
        }
        if (!adapters.isEmpty() && base == null) {
            throw new UserException("merge: adapters need the model they belong to: --base");
        }
        int count = models.size() + adapters.size();
        MergeSettings settings =
                new MergeSettings(
                        method(),
                        weights.isEmpty() ? Collections.nCopies(count, 1.0) : weights,
                        density == null ? 0.5 : density,
                        scale == null ? 1 : scale);
        if (density != null && settings.method() != MergeMethod.TIES) {
            throw new UserException("--density goes with --method ties");
        }
        if (scale != null && !settings.method().needsBase()) {
            throw new UserException("--lambda goes with --method task_arithmetic or ties");
        }
        ModelMerge merge = new ModelMerge(settings, output, how);
        return adapters.isEmpty() ? merge.models(base, models) : merge.adapters(base, adapters);
    }

    private MergeMethod method() {
        if (method != null) {
            return MergeMethod.valueOf(method.name());
        }
        return base == null ? MergeMethod.LINEAR : MergeMethod.TASK_ARITHMETIC;
    }
}
