package dev.cria.data.dedup.minhash;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import java.util.List;

/**
 * How near-duplicates are searched for.
 *
 * @param ngram words of a shingle
 * @param buckets signatures are compared by: documents that agree in one are candidates
 * @param hashesPerBucket that have to agree
 * @param seed of the hash functions
 * @param verify whether candidates are compared by their shingles
 * @param minSimilarity of candidates that are merged: the Jaccard similarity of their shingles
 * @param words what counts as a word
 */
record NearDuplicateSettings(
        int ngram,
        int buckets,
        int hashesPerBucket,
        long seed,
        boolean verify,
        double minSimilarity,
        WordSplitter words) {

    static final List<Parameter> PARAMETERS =
            List.of(
                    WordSplitter.WORDS,
                    Parameter.integer("ngram", 5, "words of a shingle; datatrove: 5")
                            .between(1, 100),
                    Parameter.integer(
                                    "buckets",
                                    14,
                                    "signatures of a document; those that agree in one are compared; datatrove: 14")
                            .between(1, 1_000),
                    Parameter.integer(
                                    "hashes_per_bucket",
                                    8,
                                    "hashes of a signature, all of which have to agree; datatrove: 8")
                            .between(1, 1_000),
                    Parameter.integer("seed", 1, "of the hash functions; datatrove: 1")
                            .between(0, (1L << 32) - 1),
                    Parameter.flag(
                            "verify",
                            true,
                            "documents with a common signature are the same only if their shingles are"
                                    + " similar enough; datatrove: false"),
                    Parameter.number(
                                    "min_similarity",
                                    0.5,
                                    "Jaccard similarity of the shingles that verify asks for")
                            .between(0, 1));

    static NearDuplicateSettings of(Arguments arguments) {
        return new NearDuplicateSettings(
                (int) arguments.integer("ngram"),
                (int) arguments.integer("buckets"),
                (int) arguments.integer("hashes_per_bucket"),
                arguments.integer("seed"),
                arguments.flag("verify"),
                arguments.number("min_similarity"),
                WordSplitter.of(arguments.text(WordSplitter.WORDS.name())));
    }
}
