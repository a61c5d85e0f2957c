package dev.cria.data.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.dedup.CorpusRun;
import dev.cria.data.dedup.Variations;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearDuplicatesTest {

    private static final int PAIRS = 200;

    @TempDir Path folder;

    /** An original and a copy of it in which some words are others. */
    private record Pair(String original, String copy, double similarity) {

        /** The probability that they agree in a bucket. */
        double theory() {
            return 1 - Math.pow(1 - Math.pow(similarity, 8), 14);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, true", "en, false", "zh, true", "zh, false"})
    void plantedCopiesAreFoundAsOftenAsTheorySaysAndNothingElse(String language, boolean verify)
            throws IOException {
        Random random = new Random(17);
        for (int percent : new int[] {1, 3, 5, 8, 20}) {
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                pairs.add(PlantedText.of(language, random).pair(percent / 100.0));
            }
            boolean[] found = found(pairs, verify, folder.resolve("p" + percent));
            double expected = 0;
            double variance = 0;
            int hits = 0;
            for (int i = 0; i < PAIRS; i++) {
                Pair pair = pairs.get(i);
                if (verify && pair.similarity < 0.5) {
                    assertTrue(!found[i], "merged at similarity " + pair.similarity);
                    continue;
                }
                expected += pair.theory();
                variance += pair.theory() * (1 - pair.theory());
                hits += found[i] ? 1 : 0;
            }
            String what =
                    "%s, %d %%: %d found, %.1f expected"
                            .formatted(language, percent, hits, expected);
            assertTrue(hits >= expected - 4 * Math.sqrt(variance) - 1e-9, what);
            assertTrue(hits <= expected + 4 * Math.sqrt(variance) + 1e-9, what);
        }
    }

    private boolean[] found(List<Pair> pairs, boolean verify, Path place) throws IOException {
        List<String> texts = new ArrayList<>();
        pairs.forEach(pair -> texts.add(pair.original));
        pairs.forEach(pair -> texts.add(pair.copy));
        List<Outcome> outcomes = outcomes(Map.of("verify", verify), texts, place);
        boolean[] found = new boolean[pairs.size()];
        for (int i = 0; i < found.length; i++) {
            assertTrue(outcomes.get(i) instanceof Outcome.Kept, "originals have nothing in common");
            Outcome copy = outcomes.get(pairs.size() + i);
            found[i] = copy instanceof Outcome.Dropped;
            if (found[i]) {
                String detail = "cluster " + i + " of 2 documents";
                assertEquals(Outcome.drop("near_duplicate", detail), copy);
            }
        }
        return found;
    }

    @Test
    void clustersAreThoseOfComparingAllThatAgreeInABucket() throws IOException {
        List<String> texts = families(new Random(5), 40, 12);
        NearDuplicateSettings settings =
                new NearDuplicateSettings(5, 14, 8, 1, true, 0.6, WordSplitter.of("simple"));
        Map<Integer, SortedSet<Integer>> expected = byBruteForce(settings, texts);
        List<Outcome> outcomes =
                outcomes(Map.of("min_similarity", 0.6), texts, folder.resolve("all"));
        for (SortedSet<Integer> cluster : expected.values()) {
            for (int document : cluster) {
                Outcome outcome = outcomes.get(document);
                if (document == cluster.first()) {
                    assertTrue(outcome instanceof Outcome.Kept, "first of " + cluster);
                } else {
                    String detail =
                            "cluster %d of %d documents".formatted(cluster.first(), cluster.size());
                    assertEquals(Outcome.drop("near_duplicate", detail), outcome);
                }
            }
        }
        assertTrue(expected.size() > 60 && expected.size() < texts.size() - 100, "" + expected);
    }

    private static Map<Integer, SortedSet<Integer>> byBruteForce(
            NearDuplicateSettings settings, List<String> texts) {
        Signer signer = new Signer(settings);
        int[] roots = IntStream.range(0, texts.size()).toArray();
        List<long[]> shingles = texts.stream().map(text -> signer.shingles(text, "")).toList();
        for (int i = 0; i < roots.length; i++) {
            long[] a = signer.signature(shingles.get(i));
            for (int j = 0; j < i; j++) {
                long[] b = signer.signature(shingles.get(j));
                boolean agree =
                        IntStream.range(0, 14)
                                .anyMatch(k -> signer.bucket(a, k).equals(signer.bucket(b, k)));
                if (agree && similarity(shingles.get(i), shingles.get(j)) >= 0.6) {
                    int from = roots[i];
                    int to = roots[j];
                    for (int k = 0; k < roots.length; k++) {
                        roots[k] = roots[k] == from ? to : roots[k];
                    }
                }
            }
        }
        Map<Integer, SortedSet<Integer>> clusters = new TreeMap<>();
        for (int i = 0; i < roots.length; i++) {
            clusters.computeIfAbsent(roots[i], root -> new TreeSet<>()).add(i);
        }
        return clusters;
    }

    private static double similarity(long[] a, long[] b) {
        return Jaccard.of(Shingles.set(a), Shingles.set(b));
    }

    @Test
    void threadsPartsAndMemoryMakeNoDifference() throws IOException {
        List<String> texts = families(new Random(6), 60, 8);
        for (boolean verify : new boolean[] {true, false}) {
            CorpusStep step =
                    CorpusRun.step(
                            NearDuplicates.KIND,
                            Map.of("verify", verify, "keep", "best", "size_field", "size"));
            Variations.assertNoDifference(
                    step, scored(texts, new Random(1)), folder.resolve("v" + verify));
        }
    }

    @Test
    void theBestOfAClusterIsKept() throws IOException {
        List<Document> documents = scored(families(new Random(8), 30, 5), new Random(2));
        CorpusStep step = CorpusRun.step(NearDuplicates.KIND, Map.of("keep", "best"));
        List<Outcome> outcomes = CorpusRun.SIMPLE.outcomes(step, documents, folder.resolve("best"));
        int dropped = 0;
        for (int i = 0; i < documents.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Dropped drop) {
                int kept = Integer.parseInt(drop.detail().replaceAll("^cluster (\\d+) .*", "$1"));
                assertTrue(outcomes.get(kept) instanceof Outcome.Kept);
                assertTrue(score(documents.get(kept)) >= score(documents.get(i)));
                dropped++;
            }
        }
        assertTrue(dropped > 50, "dropped " + dropped);
    }

    @Test
    void whatHasFewerWordsThanAShingleIsKept() throws IOException {
        List<String> texts =
                List.of("one two three four", "one two three four", "", "", "!?", "!?");
        List<Outcome> outcomes = outcomes(Map.of(), texts, folder.resolve("short"));
        assertEquals(6, CorpusRun.kept(outcomes).size());
    }

    @Test
    void caseNumbersPunctuationAndAccentsMakeNoDifference() throws IOException {
        List<String> texts =
                List.of(
                        "On 12 May, the café at No. 7 sold 3.50 buns!",
                        "on 3 may the CAFE at no 12 -- sold 1,000 buns",
                        "on 3 june the cafe at no 12 sold 1,000 buns");
        List<Outcome> outcomes = outcomes(Map.of("buckets", 50), texts, folder.resolve("form"));
        assertEquals(Outcome.drop("near_duplicate", "cluster 0 of 2 documents"), outcomes.get(1));
        assertTrue(outcomes.get(2) instanceof Outcome.Kept);
    }

    /** Documents of which some are copies of copies. */
    private static List<String> families(Random random, int number, int size) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            PlantedText text = PlantedText.of(i % 2 == 0 ? "en" : "zh", random);
            for (int j = 0; j < size; j++) {
                texts.add(text.toString());
                text = random.nextInt(4) == 0 ? text : text.edited(random.nextDouble() * 0.1);
            }
        }
        Collections.shuffle(texts, random);
        return texts;
    }

    private static List<Document> scored(List<String> texts, Random random) {
        List<Document> documents = new ArrayList<>();
        for (String text : texts) {
            String score = Double.toString(random.nextInt(20) / 8.0 - 1);
            documents.add(
                    Document.of("d" + documents.size(), text, "test").withMeta("quality", score));
        }
        return documents;
    }

    private static double score(Document document) {
        return Double.parseDouble(document.meta().get("quality"));
    }

    private List<Outcome> outcomes(Map<String, ?> given, List<String> texts, Path place)
            throws IOException {
        List<Document> documents =
                texts.stream().map(text -> Document.of("d", text, "test")).toList();
        return CorpusRun.SIMPLE.outcomes(
                CorpusRun.step(NearDuplicates.KIND, given), documents, place);
    }

    /** Words in a language, drawn at random. */
    private record PlantedText(boolean chinese, String[] words, Random random) {

        static PlantedText of(String language, Random random) {
            boolean chinese = language.equals("zh");
            String[] words = new String[150 + random.nextInt(400)];
            for (int i = 0; i < words.length; i++) {
                words[i] = word(chinese, random);
            }
            return new PlantedText(chinese, words, random);
        }

        private static String word(boolean chinese, Random random) {
            if (chinese) {
                return Character.toString((char) (0x4E00 + random.nextInt(2_000)));
            }
            StringBuilder word = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            return word.toString();
        }

        PlantedText edited(double share) {
            String[] edited = words.clone();
            for (int i = 0; i < edited.length; i++) {
                edited[i] = random.nextDouble() < share ? word(chinese, random) : edited[i];
            }
            return new PlantedText(chinese, edited, random);
        }

        Pair pair(double share) {
            Signer signer =
                    new Signer(
                            new NearDuplicateSettings(
                                    5, 14, 8, 1, true, 0.5, WordSplitter.of("simple")));
            String original = toString();
            String copy = edited(share).toString();
            return new Pair(
                    original,
                    copy,
                    similarity(signer.shingles(original, ""), signer.shingles(copy, "")));
        }

        @Override
        public String toString() {
            return String.join(chinese ? "" : " ", words);
        }
    }
}
