package dev.cria.recipes.serve;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.TemplateChoice;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A model and adapters on it, each by the name of a model, over the same weights. */
public final class ServedModels implements AutoCloseable {

    private final OpenPolicy base;
    private final String name;
    private final Map<String, LoraAdapter> adapters = new LinkedHashMap<>();
    private final Tokenizer tokenizer;
    private final Map<String, Path> folders;
    private final Map<String, ChatTemplate> templates = new HashMap<>();

    private ServedModels(
            OpenPolicy base, String name, Map<String, Path> folders, Tokenizer tokenizer) {
        this.base = base;
        this.folders = Map.copyOf(folders);
        this.name = name;
        this.tokenizer = tokenizer;
    }

    /**
     * Opens all of them.
     *
     * @param name of the model without an adapter
     * @param adapters PEFT folders by their names
     */
    public static ServedModels open(
            Engine engine, Path model, String name, Map<String, Path> adapters) {
        if (adapters.containsKey(name)) {
            throw new UserException(
                    "--adapter %s: the model itself has this name; choose another, or --name for the model"
                            .formatted(name));
        }
        OpenPolicy base = OpenPolicy.open(engine, model, Adapters.NONE);
        ServedModels opened = null;
        try {
            opened = new ServedModels(base, name, adapters, base.tokenizer());
            for (Map.Entry<String, Path> adapter : adapters.entrySet()) {
                OpenPolicy.requireTexts(model, Adapters.inTurn(List.of(adapter.getValue())));
                opened.adapters.put(
                        adapter.getKey(), LoraAdapter.load(base.model(), adapter.getValue()));
            }
            return opened;
        } catch (RuntimeException failure) {
            if (opened == null) {
                base.close();
            } else {
                opened.close();
            }
            throw failure;
        }
    }

    /** The model without an adapter. */
    public Policy base() {
        return base.policy();
    }

    /** What the names stand for, as the generation engine takes it. */
    public Map<String, Policy> policies() {
        Map<String, Policy> policies = new LinkedHashMap<>();
        policies.put(name, base.policy());
        adapters.forEach((adapter, lora) -> policies.put(adapter, new Policy(base.model(), lora)));
        return policies;
    }

    /** Of all of them. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The model's own name first. */
    List<String> names() {
        return List.copyOf(policies().keySet());
    }

    /** Tokens that a prompt and its answer may have together. */
    int positions() {
        return base.model().config().maxPositionEmbeddings();
    }

    /** Tokens that end a text. */
    Set<Integer> ends() {
        return new HashSet<>(base.model().config().eosTokenIds());
    }

    /** The ids of a text at the beginning of a document. */
    int[] ids(String text) {
        return Continuation.startOf(base.policy(), tokenizer, text);
    }

    /**
     * How conversations with a model are written: as those that it was trained on.
     *
     * @param model its name
     * @throws UserException if the tokenizer lacks the tokens for it
     */
    synchronized ChatTemplate template(String model) {
        ChatTemplate known = templates.get(model);
        if (known == null) {
            List<Path> trained = Stream.ofNullable(folders.get(model)).toList();
            ChatFormat format = TemplateChoice.DEFAULT.of(base.folder(), trained);
            known = new ChatTemplate(tokenizer, format);
            templates.put(model, known);
        }
        return known;
    }

    @Override
    public void close() {
        adapters.values().forEach(LoraAdapter::close);
        tokenizer.close();
        base.close();
    }
}
