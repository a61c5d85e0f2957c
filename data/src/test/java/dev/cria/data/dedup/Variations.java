package dev.cria.data.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A step decides the same with any number of threads, parts, and with little memory. */
public final class Variations {

    private static final List<CorpusRun> RUNS =
            List.of(
                    new CorpusRun(1, 2, 1 << 24),
                    new CorpusRun(5, 7, 1 << 24),
                    new CorpusRun(23, 2, 1 << 24),
                    new CorpusRun(3, 2, 1 << 14));

    private Variations() {}

    /** Throws where it does not. */
    public static void assertNoDifference(CorpusStep step, List<Document> documents, Path folder)
            throws IOException {
        List<String> expected =
                CorpusRun.texts(
                        CorpusRun.SIMPLE.outcomes(step, documents, folder.resolve("simple")));
        for (CorpusRun run : RUNS) {
            Path place = folder.resolve(run.toString());
            assertEquals(
                    expected,
                    CorpusRun.texts(run.outcomes(step, documents, place)),
                    run.toString());
        }
    }
}
