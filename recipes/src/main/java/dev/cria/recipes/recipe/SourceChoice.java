package dev.cria.recipes.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source of a mix as a recipe names it.
 *
 * @param name in the report
 * @param paths existing files or folders, or ones that an earlier stage writes
 * @param sources values of a document's source; empty for any
 * @param score a number in the meta of documents; empty where none counts
 * @param minScore the least score
 * @param maxScore the score from which a document is no longer taken
 * @param weight share of the tokens, beside the other weights; 0 where epochs count
 * @param epochs how often everything is taken; 0 where that is not said
 * @param maxEpochs how often it is taken at most; 0 for that of the stage
 */
public record SourceChoice(
        String name,
        List<String> paths,
        List<String> sources,
        String score,
        double minScore,
        double maxScore,
        double weight,
        double epochs,
        double maxEpochs) {

    /** What a mapping says of one. */
    public static final List<String> FIELDS =
            List.of(
                    "name",
                    "path",
                    "source",
                    "score",
                    "min_score",
                    "max_score",
                    "weight",
                    "epochs",
                    "max_epochs");

    /** Copies the lists. */
    public SourceChoice {
        paths = List.copyOf(paths);
        sources = List.copyOf(sources);
    }

    /** The same of other files. */
    SourceChoice withPaths(List<String> others) {
        return new SourceChoice(
                name, others, sources, score, minScore, maxScore, weight, epochs, maxEpochs);
    }

    /** The source as a recipe writes it. */
    Object tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("path", paths.size() == 1 ? paths.get(0) : paths);
        if (!sources.isEmpty()) {
            tree.put("source", sources);
        }
        if (!score.isEmpty()) {
            tree.put("score", score);
        }
        put(tree, "min_score", minScore, Double.NEGATIVE_INFINITY);
        put(tree, "max_score", maxScore, Double.POSITIVE_INFINITY);
        put(tree, "weight", weight, 0);
        put(tree, "epochs", epochs, 0);
        put(tree, "max_epochs", maxEpochs, 0);
        return tree;
    }

    private static void put(
            Map<String, Object> tree, String field, double value, double otherwise) {
        if (value != otherwise) {
            tree.put(field, value);
        }
    }
}
