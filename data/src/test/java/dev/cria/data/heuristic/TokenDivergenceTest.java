package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.text.WordDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenDivergenceTest {

    private static final String COMMON = "the river flows on and on ".repeat(20);
    private static final String OTHER = "zq xv kj wp gh zq bn ".repeat(20);

    @Test
    void theDivergenceIsThatOfTheFormula() {
        TokenDistribution distribution = new TokenDistribution();
        int[] slots = slots("river river river sea");
        for (int slot : slots) {
            distribution.add(slot, 1);
        }
        // 2^18 counts of one and four more words; three of four are rivers, one is a sea.
        double total = (1 << 18) + 4;
        double expected = 0.75 * Math.log(0.75 / (4 / total)) + 0.25 * Math.log(0.25 / (2 / total));
        assertEquals(expected, distribution.divergence(slots), 1e-9);
        assertEquals(0, distribution.divergence(new int[0]));
    }

    @Test
    void aTextUnlikeTheReferenceGoes(@TempDir Path folder) throws IOException {
        Path reference = folder.resolve("reference.txt");
        Files.writeString(reference, COMMON.repeat(500));
        Map<String, Object> given = Map.of("reference", reference.toString());
        assertEquals("keep", Steps.verdict(TokenDivergence.KIND, given, COMMON));
        assertEquals("token_divergence", Steps.verdict(TokenDivergence.KIND, given, OTHER));
        assertEquals("keep", Steps.verdict(TokenDivergence.KIND, given, "zq xv kj"));
    }

    @Test
    void aReferenceThatIsMissingIsNamed() {
        UserException problem =
                assertThrows(
                        UserException.class,
                        () ->
                                Steps.verdict(
                                        TokenDivergence.KIND,
                                        Map.of("reference", "no-such.txt"),
                                        COMMON));
        assertTrue(problem.getMessage().contains("no-such.txt"), problem.getMessage());
    }

    @Test
    void theCorpusIsItsOwnReferenceEachLanguageByItself(@TempDir Path folder) throws IOException {
        List<Document> corpus = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            corpus.add(Steps.in("en", COMMON));
        }
        corpus.add(Steps.in("en", OTHER));
        for (int i = 0; i < 500; i++) {
            corpus.add(Steps.in("xx", OTHER));
        }
        Arguments none = Arguments.of(TokenDivergence.KIND, Map.of(), Path.of(""), 0);
        CorpusStep step =
                assertInstanceOf(CorpusStep.class, TokenDivergence.KIND.make().apply(none));
        step.settle(facts(step, corpus), new Workplace(folder, 1, 1 << 20));
        List<Integer> dropped = new ArrayList<>();
        try (Decisions decisions = step.open(folder)) {
            for (int i = 0; i < corpus.size(); i++) {
                DocumentView view = DocumentView.of(corpus.get(i));
                if (decisions.decide(i, view) instanceof Outcome.Dropped) {
                    dropped.add(i);
                }
            }
        }
        assertEquals(List.of(500), dropped);
    }

    private static int[] slots(String text) {
        return TokenDistribution.slots(WordDefinition.WHITESPACE.words("").of(text));
    }

    /** The facts of all documents, in one part. */
    private static Facts facts(CorpusStep step, List<Document> corpus) throws IOException {
        List<byte[]> facts = new ArrayList<>();
        for (Document document : corpus) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            step.describe(DocumentView.of(document), new DataOutputStream(bytes));
            facts.add(bytes.toByteArray());
        }
        return new Facts() {
            @Override
            public long documents() {
                return facts.size();
            }

            @Override
            public int parts() {
                return 1;
            }

            @Override
            public long firstOrdinal(int part) {
                return 0;
            }

            @Override
            public Cursor open(int part) {
                return new ListCursor(facts);
            }
        };
    }

    private static final class ListCursor implements Facts.Cursor {

        private final List<byte[]> facts;
        private int at = -1;

        ListCursor(List<byte[]> facts) {
            this.facts = facts;
        }

        @Override
        public boolean next() {
            return ++at < facts.size();
        }

        @Override
        public long ordinal() {
            return at;
        }

        @Override
        public int length() {
            return facts.get(at).length;
        }

        @Override
        public DataInput facts() {
            return new DataInputStream(new ByteArrayInputStream(facts.get(at)));
        }

        @Override
        public void close() {}
    }
}
