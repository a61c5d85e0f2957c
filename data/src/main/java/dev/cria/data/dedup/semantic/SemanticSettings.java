package dev.cria.data.dedup.semantic;

import dev.cria.data.dedup.cluster.KeepRule;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import java.util.List;

/**
 * How documents of the same meaning are searched for.
 *
 * @param minSimilarity the cosine from which on they mean the same
 * @param clusters of k-means, within which documents are compared; 0 for a number by the corpus
 * @param iterations of k-means
 * @param seed of its beginning
 * @param keep far, best or first
 */
record SemanticSettings(
        double minSimilarity, long clusters, int iterations, long seed, String keep) {

    static final List<Parameter> PARAMETERS =
            List.of(
                    Parameter.number(
                                    "min_similarity",
                                    0.95,
                                    "cosine of embeddings from which on documents are the same")
                            .between(0, 1),
                    Parameter.integer(
                            "clusters",
                            0,
                            "of k-means, within which documents are compared; 0: half the square root of"
                                    + " their number (SemDeDup: 11,000 for C4)"),
                    Parameter.integer("iterations", 10, "of k-means, at most").between(1, 1_000),
                    Parameter.choice(
                            "model",
                            "auto",
                            List.of("auto", "english", "chinese"),
                            "all-MiniLM-L6-v2 or bge-small-zh-v1.5; auto: by the language of a document"),
                    Parameter.integer(
                                    "max_tokens", 256, "at the beginning of a document that count")
                            .between(3, 512),
                    Parameter.choice(
                            "keep",
                            "far",
                            List.of("far", "best", "first"),
                            "far: the least similar to the centre of its cluster is kept (SemDeDup);"
                                    + " best: that of the best score; first: in the order of the corpus"),
                    KeepRule.SCORE_FIELD,
                    KeepRule.SIZE_FIELD);

    static SemanticSettings of(Arguments arguments) {
        return new SemanticSettings(
                arguments.number("min_similarity"),
                arguments.integer("clusters"),
                (int) arguments.integer("iterations"),
                arguments.seed(),
                arguments.text("keep"));
    }

    /** How many clusters so many documents get. */
    int clusters(long documents, long memoryBytes, int dimensions) {
        long wanted = clusters > 0 ? clusters : Math.round(Math.sqrt((double) documents) / 2);
        // The sums of two threads take a quarter of the memory at most.
        long most = Math.min(documents, Math.max(memoryBytes / 8 / (8L * dimensions), 1));
        return (int) Math.min(Math.max(wanted, 1), Math.min(most, 1 << 20));
    }
}
