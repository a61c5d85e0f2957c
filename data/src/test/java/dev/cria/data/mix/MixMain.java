package dev.cria.data.mix;

import dev.cria.data.SmallTokenizer;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;

/** Mixes in a process of its own, for tests that kill it. */
final class MixMain {

    private MixMain() {}

    /** Arguments: a large and a small file of documents, output, its work folder, threads. */
    public static void main(String[] arguments) {
        try (Tokenizer tokenizer = SmallTokenizer.open()) {
            MixSettings settings =
                    Corpus.settings(
                            tokenizer,
                            Path.of(arguments[2]),
                            Corpus.source("large", Path.of(arguments[0]), Share.weight(0.6)),
                            Corpus.source("small", Path.of(arguments[1]), Share.weight(0.4, 3)));
            Mixer.run(
                    Corpus.with(
                            Corpus.wanting(settings, 400_000, false),
                            true,
                            Integer.parseInt(arguments[4]),
                            settings.limit()),
                    MixProgress.NONE);
        }
    }
}
