package dev.cria.recipes.job;

import dev.cria.checkpoints.huggingface.Llama3Scaling;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.RandomModel;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A random model of two layers in a folder, with a byte-level tokenizer that knows turns. */
public final class TinyChatModel {

    private static final String TEXT =
            """
            {"name": "Ada Löwe", "age": 36, "tags": ["x", "y"], "ok": true, "no": false, "z": null}
            床前明月光，疑是地上霜。举头望明月，低头思故乡。
            It was a bright cold day in April, and the clocks were striking thirteen.
            """;

    private TinyChatModel() {}

    /** Writes one. */
    public static Path write(Path folder, int positions) {
        Path made = folder.resolve("tokenizer");
        TokenizerFiles.writeFolder(made, new BpeTrainer(620).train(Stream.of(TEXT.repeat(3))));
        Path model = folder.resolve("model");
        try (Tokenizer tokenizer = Tokenizers.load(made)) {
            RandomModel.write(
                    model, config(tokenizer, positions), 11, OpenPolicy.tokenizerFiles(made));
        }
        return model;
    }

    private static LlamaConfig config(Tokenizer tokenizer, int positions) {
        return new LlamaConfig(
                tokenizer.vocabSize(),
                32,
                64,
                2,
                4,
                2,
                8,
                1e-5,
                new Rope(500_000, new Llama3Scaling(8, 1, 4, 16)),
                true,
                positions,
                0.2,
                tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT),
                List.of(tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT)),
                null,
                DType.F32,
                false);
    }

    /** Writes an adapter on it whose factors are random. */
    public static Path writeAdapter(Path model, Path folder, long seed) {
        LoraConfig config = new LoraConfig(4, 64, 0, LoraConfig.ALL_TARGETS, false, "");
        try (Engine engine = Engine.cpu();
                LlamaModel base = ModelLoader.load(engine, model);
                LoraAdapter adapter = LoraAdapter.create(base, config, seed)) {
            adapter.parameters().stream()
                    .filter(parameter -> parameter.name().contains("lora_B"))
                    .forEach(
                            parameter -> {
                                try (var scope = engine.newScope()) {
                                    var values =
                                            ModelLoader.normal(
                                                    scope, parameter.value().getShape(), 0.1, seed);
                                    engine.call("fill", scope)
                                            .with(parameter.value())
                                            .with(values)
                                            .run();
                                }
                            });
            adapter.save(folder);
        }
        return folder;
    }
}
