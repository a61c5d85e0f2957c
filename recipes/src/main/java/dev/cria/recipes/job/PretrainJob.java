package dev.cria.recipes.job;

import dev.cria.checkpoints.huggingface.Llama3Scaling;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
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

/** Stage {@code pretrain}: next-token training on packed texts, from random weights or a model. */
final class PretrainJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Path start = stage.path("model_name_or_path");
        Path tokenizerFolder = start == null ? stage.path("tokenizer_path") : start;
        Map<String, String> facts = new LinkedHashMap<>();
        try (Engine engine = Engine.cpu();
                Tokenizer tokenizer = Tokenizers.load(tokenizerFolder);
                LlamaModel model =
                        start == null
                                ? ModelLoader.random(
                                        engine,
                                        config(stage, tokenizer),
                                        TrainingRun.seed(context.recipe(), stage, "weights"))
                                : ModelLoader.load(engine, start)) {
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

    private static LlamaConfig config(Stage stage, Tokenizer tokenizer) {
        int heads = stage.integer("num_attention_heads");
        int headDim = stage.integer("head_dim");
        return LlamaConfig.builder()
                .vocabSize(tokenizer.vocabSize())
                .hiddenSize(stage.integer("hidden_size"))
                .intermediateSize(stage.integer("intermediate_size"))
                .numLayers(stage.integer("num_hidden_layers"))
                .numHeads(heads)
                .numKvHeads(stage.integer("num_key_value_heads"))
                .headDim(headDim > 0 ? headDim : stage.integer("hidden_size") / heads)
                .rmsNormEps(1e-5)
                .rope(
                        new Rope(
                                stage.number("rope_theta"),
                                Llama3Scaling.by(stage.number("rope_scaling_factor"))))
                .tieWordEmbeddings(stage.flag("tie_word_embeddings"))
                .maxPositionEmbeddings(stage.integer("max_position_embeddings"))
                .initializerRange(0.02)
                .bosTokenId(tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT))
                .eosTokenIds(
                        List.of(
                                tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT),
                                tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TURN)))
                .padTokenId(tokenizer.requireTokenId(Llama3Vocabulary.PAD))
                .dtype(DType.F32)
                .build();
    }
}
