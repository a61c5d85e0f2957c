package dev.cria.data.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.dedup.CorpusRun;
import dev.cria.data.dedup.Variations;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search, over vectors that are drawn; {@link ParaphrasesTest} has the models. */
final class SemanticDuplicatesTest {

    private static final int WIDTH = 30;

    @TempDir Path folder;

    @Test
    void inOneClusterEveryDocumentIsComparedWithAllThatAreKept() throws IOException {
        List<Document> documents = documents(600, 1);
        List<Outcome> outcomes = outcomes(Map.of("clusters", 1, "keep", "first"), documents);
        List<Integer> kept = new ArrayList<>();
        Map<Integer, Integer> same = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            for (int other : kept) {
                if (cosine(documents, i, other) >= 0.9) {
                    same.put(i, other);
                    break;
                }
            }
            if (!same.containsKey(i)) {
                kept.add(i);
            }
        }
        assertTrue(same.size() > 100 && kept.size() > 100, kept.size() + " kept");
        for (int i = 0; i < documents.size(); i++) {
            if (same.containsKey(i)) {
                int with = same.get(i);
                long size = 1 + same.values().stream().filter(k -> k == with).count();
                String detail = "cluster %d of %d documents".formatted(with, size);
                assertEquals(Outcome.drop("same_meaning", detail), outcomes.get(i));
            } else {
                assertTrue(outcomes.get(i) instanceof Outcome.Kept);
            }
        }
    }

    @Test
    void whatIsDroppedIsSimilarToWhatIsKeptAndClustersLoseLittle() throws IOException {
        List<Document> documents = documents(2_000, 2);
        int all = dropped(outcomes(Map.of("clusters", 1), documents), documents);
        int some = dropped(outcomes(Map.of("clusters", 20), documents), documents);
        assertTrue(some <= all && some > 0.9 * all, some + " of " + all);
    }

    private static int dropped(List<Outcome> outcomes, List<Document> documents) {
        int dropped = 0;
        for (int i = 0; i < documents.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Dropped drop) {
                int kept = Integer.parseInt(drop.detail().replaceAll("^cluster (\\d+) .*", "$1"));
                assertTrue(outcomes.get(kept) instanceof Outcome.Kept);
                assertTrue(cosine(documents, i, kept) >= 0.9);
                dropped++;
            }
        }
        return dropped;
    }

    @Test
    void theBestIsKept() throws IOException {
        List<Document> documents = new ArrayList<>();
        String vector = documents(1, 3).get(0).text();
        for (String score : new String[] {"0.5", "0.75", "", "0.75"}) {
            documents.add(Document.of(score, vector, "").withMeta("quality", score));
        }
        List<Outcome> outcomes = outcomes(Map.of("keep", "best"), documents);
        assertEquals(1, CorpusRun.kept(outcomes).size());
        assertTrue(outcomes.get(1) instanceof Outcome.Kept);
    }

    @Test
    void theFarthestFromTheCentreIsKept() throws IOException {
        List<Document> documents = documents(300, 4);
        Map<String, ?> given = Map.of("clusters", 1, "min_similarity", 0.0);
        // Everything on one side is the same: the one that is left is the farthest.
        List<Document> oneSide =
                documents.stream()
                        .filter(d -> source().of(DocumentView.of(d)).vector()[0] > 0)
                        .toList();
        List<Outcome> outcomes = outcomes(given, oneSide);
        double[] centre = new double[WIDTH];
        for (Document document : oneSide) {
            short[] vector = source().of(DocumentView.of(document)).vector();
            for (int i = 0; i < WIDTH; i++) {
                centre[i] += vector[i];
            }
        }
        int farthest = 0;
        for (int i = 0; i < oneSide.size(); i++) {
            farthest =
                    toCentre(oneSide, i, centre) < toCentre(oneSide, farthest, centre)
                            ? i
                            : farthest;
        }
        assertTrue(outcomes.get(farthest) instanceof Outcome.Kept);
    }

    private static double toCentre(List<Document> documents, int i, double[] centre) {
        short[] vector = source().of(DocumentView.of(documents.get(i))).vector();
        double sum = 0;
        for (int j = 0; j < WIDTH; j++) {
            sum += vector[j] * centre[j];
        }
        return sum;
    }

    @Test
    void threadsPartsAndMemoryMakeNoDifference() throws IOException {
        Map<String, ?> given =
                Map.of("clusters", 3, "min_similarity", 0.9, "size_field", "size", "keep", "far");
        // Less memory makes fewer clusters where they do not fit; three do in all of these runs.
        Variations.assertNoDifference(step(given), documents(1_500, 5), folder);
    }

    private List<Outcome> outcomes(Map<String, ?> given, List<Document> documents)
            throws IOException {
        Map<String, Object> all = new HashMap<>(Map.of("min_similarity", 0.9));
        all.putAll(given);
        return CorpusRun.SIMPLE.outcomes(
                step(all), documents, folder.resolve(all.hashCode() + "-" + documents.size()));
    }

    private static SemanticDuplicates step(Map<String, ?> given) {
        return new SemanticDuplicates(
                Arguments.of(SemanticDuplicates.KIND, given, Path.of(""), 9), source());
    }

    /** Families of vectors, each with its numbers as its text, in two spaces. */
    private static List<Document> documents(int number, int seed) {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        double[] centre = new double[WIDTH];
        for (int i = 0; i < number; i++) {
            if (random.nextInt(3) == 0 || i == 0) {
                centre = random.doubles(WIDTH, -1, 1).toArray();
            }
            StringBuilder text = new StringBuilder();
            for (double value : centre) {
                text.append(value + 0.15 * random.nextGaussian()).append(' ');
            }
            documents.add(Document.of("d" + i, text.toString().strip(), "test"));
        }
        return documents;
    }

    private static double cosine(List<Document> documents, int a, int b) {
        short[] left = source().of(DocumentView.of(documents.get(a))).vector();
        short[] right = source().of(DocumentView.of(documents.get(b))).vector();
        return (double) UnitVectors.dot(left, 0, right, 0, WIDTH)
                / UnitVectors.SCALE
                / UnitVectors.SCALE;
    }

    private static Embedding.Source source() {
        return new Embedding.Source() {

            @Override
            public Embedding of(DocumentView view) {
                double[] values = new double[WIDTH];
                double square = 0;
                int at = 0;
                for (String number : view.text().split(" ", -1)) {
                    values[at] = Double.parseDouble(number);
                    square += values[at] * values[at];
                    at++;
                }
                float[] unit = new float[WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                    unit[i] = (float) (values[i] / Math.sqrt(square));
                }
                return new Embedding(0, UnitVectors.of(unit));
            }

            @Override
            public int dimensions(int space) {
                return WIDTH;
            }

            @Override
            public int spaces() {
                return 1;
            }
        };
    }
}
