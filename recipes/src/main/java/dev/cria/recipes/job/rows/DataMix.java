package dev.cria.recipes.job.rows;

import dev.cria.data.batch.Batch;
import dev.cria.recipes.recipe.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which data sets of a stage are sources of their own. Those with weights are; those without are
 * one source together, packed together. A data set that both parts of the stage name is one source.
 *
 * @param datasets of the stage
 * @param annealing of its last steps; none where nothing changes
 * @param open opens a data set
 */
record DataMix<S>(List<Dataset> datasets, List<Dataset> annealing, Function<Dataset, S> open) {

    /**
     * The sources and their shares.
     *
     * @param toSource puts the examples of a source together into rows, under a name; that of a
     *     single source is empty
     */
    <T> TrainingData<T> of(
            BiFunction<String, List<S>, TrainingData.Source<T>> toSource,
            Function<List<T>, Batch> toBatch) {
        Map<List<Dataset>, Integer> places = new LinkedHashMap<>();
        Map<List<Dataset>, Double> first = shares(datasets);
        Map<List<Dataset>, Double> last = shares(annealing);
        first.keySet().forEach(group -> places.putIfAbsent(group, places.size()));
        last.keySet().forEach(group -> places.putIfAbsent(group, places.size()));
        Map<Dataset, S> opened = new LinkedHashMap<>();
        List<TrainingData.Source<T>> sources = new ArrayList<>();
        for (List<Dataset> group : places.keySet()) {
            String name =
                    places.size() == 1
                            ? ""
                            : String.join(", ", group.stream().map(Dataset::fileName).toList());
            List<S> selections = group.stream().map(d -> opened.computeIfAbsent(d, open)).toList();
            sources.add(toSource.apply(name, selections));
        }
        double[] after = annealing.isEmpty() ? null : inPlace(last, places);
        return new TrainingData<>(sources, inPlace(first, places), after, toBatch);
    }

    private static Map<List<Dataset>, Double> shares(List<Dataset> datasets) {
        Map<List<Dataset>, Double> shares = new LinkedHashMap<>();
        if (datasets.stream().allMatch(dataset -> dataset.weight() == 0)) {
            if (!datasets.isEmpty()) {
                shares.put(datasets, 1.0);
            }
            return shares;
        }
        for (Dataset dataset : datasets) {
            shares.merge(List.of(dataset.unweighted()), dataset.weight(), Double::sum);
        }
        return shares;
    }

    private static double[] inPlace(
            Map<List<Dataset>, Double> shares, Map<List<Dataset>, Integer> places) {
        double[] array = new double[places.size()];
        shares.forEach((group, share) -> array[places.get(group)] = share);
        return array;
    }
}
