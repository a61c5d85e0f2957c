package dev.cria.recipes.job.policy;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatTokenizer;
import dev.cria.data.chat.TemplateChoice;
import dev.cria.data.chat.TemplateRecord;
import dev.cria.data.tokenizer.Tokenizer;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A model, its adapter if there is one, and its tokenizer, opened together.
 *
 * @param policy model and adapter as one
 * @param adapters folders of what was put on the model
 * @param chat the format of its conversations
 */
public record OpenPolicy(Path folder, Policy policy, List<Path> adapters, TemplateChoice chat)
        implements AutoCloseable {

    private static final List<String> TOKENIZER_FILES =
            List.of(
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "chat_template.jinja",
                    TemplateRecord.FILE);

    /** How to generate, and what the licence of Meta's models asks to pass on. */
    private static final List<String> COMPANIONS =
            List.of("generation_config.json", "LICENSE", "LICENSE.txt", "USE_POLICY.md");

    /** A model without anything on it. */
    public OpenPolicy(Path folder, Policy policy) {
        this(folder, policy, List.of(), TemplateChoice.DEFAULT);
    }

    /** The same, whose conversations have the format that is chosen. */
    public OpenPolicy with(TemplateChoice choice) {
        return new OpenPolicy(folder, policy, adapters, choice);
    }

    /** Opens a model folder, and adapters on it, to be used as they are: no reward model. */
    public static OpenPolicy open(Engine engine, Path model, Adapters adapters) {
        FrozenWeights frozen = FrozenWeights.all(BaseType.AUTO, null);
        return open(engine, model, adapters, frozen, OptionalLong.empty(), Policy::new);
    }

    /** The same; where model or adapter score texts, a reward model. */
    public static OpenPolicy openAny(Engine engine, Path model, Adapters adapters) {
        boolean scores = config(model).scores() || adapters.score();
        FrozenWeights frozen = FrozenWeights.all(BaseType.AUTO, null);
        OptionalLong head = scores ? OptionalLong.of(0) : OptionalLong.empty();
        return open(engine, model, adapters, frozen, head, Policy::new);
    }

    /**
     * Opens a model folder and what is put on it.
     *
     * @param frozen how weights that do not change are kept
     * @param scoreSeed for a reward model: of its head, should the model have none; else empty
     * @param policy makes the two one; the adapter is null where there is none
     */
    public static OpenPolicy open(
            Engine engine,
            Path folder,
            Adapters adapters,
            FrozenWeights frozen,
            OptionalLong scoreSeed,
            BiFunction<LlamaModel, LoraAdapter, Policy> policy) {
        if (scoreSeed.isEmpty()) {
            requireTexts(folder, adapters);
        }
        Set<String> changed =
                adapters.merged().isEmpty() ? Set.of() : adapters.changes(config(folder));
        Predicate<String> isTrained =
                name -> changed.contains(name) || frozen.isTrained().test(name);
        FrozenWeights how =
                new FrozenWeights(
                        frozen.type(), frozen.cacheFolder(), isTrained, frozen.progress());
        LlamaModel model =
                scoreSeed.isPresent()
                        ? ModelLoader.scoring(engine, folder, how, scoreSeed.getAsLong())
                        : ModelLoader.load(engine, folder, how);
        try {
            return new OpenPolicy(
                    folder,
                    policy.apply(model, adapters.on(model)),
                    adapters.folders(),
                    TemplateChoice.DEFAULT);
        } catch (RuntimeException failure) {
            model.close();
            throw failure;
        }
    }

    /** Refuses what gives scores where texts are wanted. */
    public static void requireTexts(Path folder, Adapters adapters) {
        if (config(folder).scores() || adapters.score()) {
            throw new UserException(
                    "%s is a reward model: it scores texts and says nothing; name it as reward_model, or take the model that it was made of"
                            .formatted(adapters.score() ? adapters.folders().get(0) : folder));
        }
    }

    /** The shape of the model of a folder. */
    public static LlamaConfig config(Path folder) {
        try (HuggingFaceFolder source = HuggingFaceFolder.open(folder)) {
            return source.config();
        }
    }

    /** The model without the adapter. */
    public LlamaModel model() {
        return policy.model();
    }

    /** The adapter; null without one. */
    public LoraAdapter adapter() {
        return policy.adapter();
    }

    /** Opens the tokenizer of the model; it must not know more tokens than the model. */
    public Tokenizer tokenizer() {
        Tokenizer tokenizer = ChatTokenizer.open(folder, adapters, chat);
        try {
            return fitting(tokenizer);
        } catch (UserException refused) {
            tokenizer.close();
            throw refused;
        }
    }

    /** The format of its conversations. */
    public ChatFormat format() {
        return chat.of(folder, adapters);
    }

    /** A tokenizer of the same folder, unless it knows more tokens than the model. */
    public Tokenizer fitting(Tokenizer tokenizer) {
        int rows = model().config().vocabSize();
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

    /** The files of a model folder that belong to any model made of it. */
    public static List<Path> companions(Path folder) {
        Stream<Path> others = COMPANIONS.stream().map(folder::resolve);
        return Stream.concat(tokenizerFiles(folder).stream(), others.filter(Files::exists))
                .toList();
    }

    @Override
    public void close() {
        if (adapter() != null) {
            adapter().close();
        }
        model().close();
    }
}
