package dev.cria.recipes.job.policy;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.adapt.AdapterCombination;
import dev.cria.trainer.adapt.AdapterMerge;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.model.LlamaModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The adapters that a model is used with.
 *
 * @param merged folders of those that are merged into its weights, in turn
 * @param kept folders of those that then stay an adapter: none, one, or several as one
 * @param weights one for each that is kept; none where they are used as they are
 * @param how those with weights are combined
 */
public record Adapters(
        List<Path> merged, List<Path> kept, List<Double> weights, AdapterCombination how) {

    /** The model alone. */
    public static final Adapters NONE = inTurn(List.of());

    /** All but the last are merged, which stays an adapter; as LLaMA-Factory reads a list. */
    public static Adapters inTurn(List<Path> folders) {
        int last = Math.max(0, folders.size() - 1);
        List<Path> kept = folders.subList(last, folders.size());
        return new Adapters(folders.subList(0, last), kept, List.of(), AdapterCombination.CAT);
    }

    /** All are merged. */
    public static Adapters mergedInTurn(List<Path> folders) {
        return new Adapters(folders, List.of(), List.of(), AdapterCombination.CAT);
    }

    /** Combined to one by their weights; in turn where there are none. */
    public static Adapters of(List<Path> folders, List<Double> weights, AdapterCombination how) {
        return weights.isEmpty() ? inTurn(folders) : new Adapters(List.of(), folders, weights, how);
    }

    /** What a stage that uses a model says. */
    public static Adapters of(Stage stage) {
        boolean linear = stage.text("combination_type").equals("linear");
        return of(
                stage.paths("adapter_name_or_path"),
                stage.numbers("adapter_weights"),
                linear ? AdapterCombination.LINEAR : AdapterCombination.CAT);
    }

    /** Those that are merged and those that are kept. */
    List<Path> folders() {
        return Stream.concat(merged.stream(), kept.stream()).toList();
    }

    /** Whether one of them makes a reward model of the model. */
    boolean score() {
        return folders().stream().anyMatch(Adapters::scores);
    }

    private static boolean scores(Path folder) {
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            return adapter.config().scores();
        }
    }

    /** The weights of the model, by their names, that merging changes. */
    Set<String> changes(LlamaConfig model) {
        Set<String> names = new HashSet<>();
        merged.forEach(folder -> names.addAll(AdapterMerge.changes(model, folder)));
        return names;
    }

    /** Merges what is to be merged; answers the adapter, null where there is none. */
    LoraAdapter on(LlamaModel model) {
        for (Path folder : merged) {
            try (LoraAdapter adapter = LoraAdapter.load(model, folder)) {
                AdapterMerge.into(model, adapter, folder);
            }
        }
        if (weights.isEmpty()) {
            return kept.isEmpty() ? null : LoraAdapter.load(model, kept.get(0));
        }
        List<LoraAdapter> adapters = new ArrayList<>();
        try {
            kept.forEach(folder -> adapters.add(LoraAdapter.load(model, folder)));
            return how.of(model, adapters, weights);
        } finally {
            adapters.forEach(LoraAdapter::close);
        }
    }
}
