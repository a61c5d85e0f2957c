package dev.cria.recipes.job.tune;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.export.Exporter;
import dev.cria.recipes.job.export.FileSizes;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.NewModel;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.DataRecord;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Stage {@code pretrain}: next-token training on packed texts, from random weights or a model. */
public final class PretrainJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Path start = stage.path("model_name_or_path");
        Path tokenizerFolder = start == null ? stage.path("tokenizer_path") : start;
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading =
                        Background.of("tokenizer", () -> Tokenizers.load(tokenizerFolder));
                Engine engine = Engines.forTraining(context);
                LlamaModel model = open(engine, context.recipe(), stage, loading::get)) {
            Tokenizer tokenizer = loading.get();
            facts.put("parameters", Long.toString(model.config().numParameters()));
            StageData datasets = new StageData(context, tokenizer, facts);
            TrainingData<List<TokenizedExample>> data = datasets.texts();
            new DataRecord(context).requireSame(datasets.made());
            Policy policy = Policy.of(model);
            List<TokenizedExample> texts = datasets.heldoutTexts();
            Heldout heldout = new Heldout(policy, texts);
            Watch watch = Watch.of(stage, policy, tokenizer, texts);
            new TrainingRun(context, policy, new CrossEntropy(), watch)
                    .over(data.plan(context, facts), facts);
            heldout.after(stage.datasets("heldout"), facts);
            Path target = context.folder().resolve("model");
            if (!Files.exists(target)) {
                ModelSaver.save(
                        policy,
                        target,
                        DType.F32,
                        Exporter.DEFAULT_SHARD,
                        OpenPolicy.tokenizerFiles(tokenizerFolder));
            }
            facts.put("model", FileSizes.describe(target));
        }
        return new JobResult(facts);
    }

    /** The model that a stage begins with; the tokenizer is asked for where it is a new one. */
    public static LlamaModel open(
            Engine engine, Recipe recipe, Stage stage, Supplier<Tokenizer> tokenizer) {
        Path start = stage.path("model_name_or_path");
        if (start != null) {
            OpenPolicy.requireTexts(start, Adapters.NONE);
        }
        return start == null
                ? ModelLoader.random(
                        engine,
                        NewModel.config(stage, tokenizer.get()),
                        TrainingSeeds.of(recipe, stage, "weights"))
                : ModelLoader.load(engine, start);
    }
}
