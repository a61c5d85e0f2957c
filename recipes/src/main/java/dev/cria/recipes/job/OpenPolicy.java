package dev.cria.recipes.job;

import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model, its adapter if there is one, and its tokenizer, opened together.
 *
 * @param adapter null without one
 */
public record OpenPolicy(Path folder, LlamaModel model, LoraAdapter adapter)
        implements AutoCloseable {

    private static final List<String> TOKENIZER_FILES =
            List.of(
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "chat_template.jinja");

    /** Opens a model folder, and an adapter folder unless it is null, to be used as they are. */
    public static OpenPolicy open(Engine engine, Path model, Path adapter) {
        return open(engine, model, adapter, FrozenWeights.all(BaseType.AUTO, null));
    }

    /** The same, with the model's frozen weights kept as told. */
    static OpenPolicy open(Engine engine, Path model, Path adapter, FrozenWeights frozen) {
        LlamaModel opened = ModelLoader.load(engine, model, frozen);
        LoraAdapter lora = adapter == null ? null : LoraAdapter.load(opened, adapter);
        return new OpenPolicy(model, opened, lora);
    }

    /** The two as one. */
    public Policy policy() {
        return new Policy(model, adapter);
    }

    /** Opens the tokenizer of the model; it must not know more tokens than the model. */
    public Tokenizer tokenizer() {
        Tokenizer tokenizer = Tokenizers.load(folder);
        try {
            return fitting(tokenizer);
        } catch (UserException refused) {
            tokenizer.close();
            throw refused;
        }
    }

    /** A tokenizer of the same folder, unless it knows more tokens than the model. */
    Tokenizer fitting(Tokenizer tokenizer) {
        int rows = model.config().vocabSize();
        if (tokenizer.vocabSize() > rows) {
            throw new UserException(
                    "%s: the tokenizer has %d tokens, the model only %d; they do not belong together"
                            .formatted(folder, tokenizer.vocabSize(), rows));
        }
        return tokenizer;
    }

    /** The files of a folder that make up its tokenizer. */
    public static List<Path> tokenizerFiles(Path folder) {
        Stream<Path> files = TOKENIZER_FILES.stream().map(folder::resolve);
        return files.filter(Files::exists).toList();
    }

    @Override
    public void close() {
        if (adapter != null) {
            adapter.close();
        }
        model.close();
    }
}
