package dev.cria.recipes.job;

import dev.cria.checkpoints.merge.MergeMethod;
import dev.cria.checkpoints.merge.MergeSettings;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.export.FileSizes;
import dev.cria.recipes.job.export.MergeOutput;
import dev.cria.recipes.job.export.ModelMerge;
import dev.cria.recipes.recipe.MergeKeys;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stage {@code merge}: one model of several, of adapters and their base, or of checkpoints. */
final class MergeJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        context.stopIfAsked();
        MergeOutput output =
                new MergeOutput(
                        DType.valueOf(stage.text("dtype").toUpperCase(Locale.ROOT)),
                        (long) (stage.number("max_shard_gb") * 1e9),
                        stage.flag("verify"),
                        stage.path("verify_text"));
        return new JobResult(
                stage.path("checkpoints") == null
                        ? merged(context, output)
                        : mean(context, output));
    }

    private static Map<String, String> mean(StageContext context, MergeOutput output) {
        Stage stage = context.stage();
        CheckpointMean mean = CheckpointMean.in(stage.path("checkpoints"));
        boolean isOwn = mean.run().equals(context.recipe().outputDir());
        String kind = mean.kind();
        Path target = context.folder().resolve(kind);
        int count = stage.integer("last_checkpoints");
        Map<String, String> facts = new LinkedHashMap<>();
        if (!Files.exists(target)) {
            facts.put(
                    "verified",
                    isOwn
                            ? mean.write(count, target, output)
                            : mean.writeLocked(count, target, output));
        }
        facts.put(kind, FileSizes.describe(target));
        return facts;
    }

    private static Map<String, String> merged(StageContext context, MergeOutput output) {
        Stage stage = context.stage();
        Path target = context.folder().resolve("model");
        Map<String, String> facts = new LinkedHashMap<>();
        if (!Files.exists(target)) {
            List<Path> adapters = stage.paths("adapter_name_or_path");
            List<Path> models = stage.paths("models");
            Path base = stage.path("model_name_or_path");
            ModelMerge merge = new ModelMerge(settings(stage), target, output);
            facts.put(
                    "verified",
                    adapters.isEmpty()
                            ? merge.models(base, models)
                            : merge.adapters(base, adapters));
        }
        facts.put("model", FileSizes.describe(target));
        return facts;
    }

    private static MergeSettings settings(Stage stage) {
        int count = stage.texts("models").size() + stage.texts("adapter_name_or_path").size();
        List<Double> weights = stage.numbers("merge_weights");
        return new MergeSettings(
                MergeMethod.valueOf(MergeKeys.method(stage).toUpperCase(Locale.ROOT)),
                weights.isEmpty() ? Collections.nCopies(count, 1.0) : weights,
                stage.number("density"),
                stage.number("lambda"));
    }
}
