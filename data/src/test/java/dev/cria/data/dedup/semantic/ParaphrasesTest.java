package dev.cria.data.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.dedup.CorpusRun;
import dev.cria.data.dedup.minhash.NearDuplicates;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models find what says the same in other words, which shingles do not. */
final class ParaphrasesTest {

    private static final String[][] PAIRS = {
        {
            "The company said on Monday that its profits rose by ten percent in the last quarter.",
            "On Monday the firm announced that earnings went up 10% during the most recent quarter."
        },
        {
            "Heavy rain flooded several streets in the city centre and stopped the trams for hours.",
            "Several downtown streets were under water after heavy rainfall, and trams stood still for"
                    + " hours."
        },
        {
            "To bake bread you need flour, water, salt and yeast, and a hot oven.",
            "Baking bread requires yeast, salt, water and flour as well as an oven that is hot."
        },
        {"今天的天气非常好，我们打算去公园散步。", "今天天气很不错，我们准备到公园里走走。"},
        {"这家公司去年的利润增长了百分之十。", "去年该公司的盈利上升了10%。"},
        {"学习一门新的语言需要时间和耐心。", "要学会一种新语言，得花时间，也要有耐心。"}
    };

    @TempDir Path folder;

    @Test
    void paraphrasesAreFoundThatMinHashDoesNotFind() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            for (String[] pair : PAIRS) {
                documents.add(Document.of("d" + documents.size(), pair[side], "test"));
            }
        }
        CorpusStep semantic =
                CorpusRun.step(
                        SemanticDuplicates.KIND,
                        Map.of("min_similarity", 0.7, "clusters", 1, "keep", "first"));
        List<Outcome> outcomes =
                CorpusRun.SIMPLE.outcomes(semantic, documents, folder.resolve("semantic"));
        for (int i = 0; i < PAIRS.length; i++) {
            assertTrue(outcomes.get(i) instanceof Outcome.Kept, PAIRS[i][0]);
            assertEquals(
                    Outcome.drop("same_meaning", "cluster " + i + " of 2 documents"),
                    outcomes.get(PAIRS.length + i));
        }
        CorpusStep minHash = CorpusRun.step(NearDuplicates.KIND, Map.of("min_similarity", 0.0));
        assertEquals(
                documents.size(),
                CorpusRun.kept(
                                CorpusRun.SIMPLE.outcomes(
                                        minHash, documents, folder.resolve("minhash")))
                        .size());
    }

    @Test
    void aVectorDependsOnNothingButItsText() {
        SentenceEmbeddings embeddings = new SentenceEmbeddings("auto", 64);
        for (String[] pair : PAIRS) {
            short[] first = vector(embeddings, pair[0]);
            vector(embeddings, pair[1].repeat(50));
            assertArrayEquals(first, vector(embeddings, pair[0]));
            double square = UnitVectors.dot(first, 0, first, 0, first.length);
            assertEquals(1, square / UnitVectors.SCALE / UnitVectors.SCALE, 1e-3);
        }
    }

    @Test
    void onlyTheBeginningCounts() {
        SentenceEmbeddings embeddings = new SentenceEmbeddings("english", 16);
        String text =
                "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        assertArrayEquals(vector(embeddings, text), vector(embeddings, text + " and then some"));
    }

    private static short[] vector(SentenceEmbeddings embeddings, String text) {
        return embeddings.of(DocumentView.of(Document.of("d", text, "test"))).vector();
    }
}
