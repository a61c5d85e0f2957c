package dev.cria.data.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.dedup.CorpusRun;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What datatrove 0.10 finds among 20,000 real documents. */
@Tag("slow")
final class DatatroveClustersTest {

    @TempDir Path folder;

    @Test
    void clustersAndKeptDocumentsAreThoseOfDatatrove() throws IOException {
        List<Document> documents = new ArrayList<>();
        Path corpus = Shared.path("data/text/corpus-en-20k.jsonl.gz");
        try (DocumentReader reader = DocumentReader.open(corpus, new BadRows(0))) {
            while (reader.hasNext()) {
                documents.add(reader.next());
            }
        }
        CorpusStep step =
                CorpusRun.step(NearDuplicates.KIND, Map.of("words", "datatrove", "verify", false));
        List<Outcome> outcomes =
                new CorpusRun(7, 2, 1 << 26).outcomes(step, documents, folder.resolve("work"));
        Set<String> clusters = new HashSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Dropped drop) {
                clusters.add(drop.detail());
            }
        }
        assertEquals(20_000, outcomes.size());
        assertEquals(18_022, CorpusRun.kept(outcomes).size());
        assertEquals(1_040, clusters.size());
    }
}
