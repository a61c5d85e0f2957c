package dev.cria.data.dedup.minhash;

import dev.cria.data.dedup.cluster.TextHash;

/** Makes signatures of shingles. */
final class Signer {

    private final NearDuplicateSettings settings;
    private final HashFunctions functions;

    Signer(NearDuplicateSettings settings) {
        this.settings = settings;
        this.functions =
                new HashFunctions(settings.seed(), settings.buckets() * settings.hashesPerBucket());
    }

    /** The shingles of a text, with those that it repeats. */
    long[] shingles(String text, String language) {
        String simple = SimplifiedText.of(text);
        return Shingles.of(settings.words().words(simple, language), settings.ngram());
    }

    /** The hashes of all buckets, one bucket after another. */
    long[] signature(long[] shingles) {
        return functions.minima(shingles, shingles.length);
    }

    /** 128 bits that stand for the hashes of a bucket. */
    TextHash bucket(long[] signature, int bucket) {
        int width = settings.hashesPerBucket();
        return TextHash.of(signature, bucket * width, width);
    }
}
