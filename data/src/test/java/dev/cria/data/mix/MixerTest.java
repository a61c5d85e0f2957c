package dev.cria.data.mix;

import static dev.cria.data.mix.Corpus.source;
import static dev.cria.data.mix.Corpus.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.PackedShards;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MixerTest {

    @TempDir private Path folder;

    private final long seed = System.nanoTime();
    private final Tokenizer tokenizer = SmallTokenizer.open();
    private Path large;
    private Path small;

    @BeforeEach
    void corpus() throws IOException {
        System.out.println("MixerTest seed " + seed);
        Random random = new Random(seed);
        large = Corpus.write(folder.resolve("large.jsonl"), "large-", 400, 40, random);
        small = Corpus.write(folder.resolve("small.jsonl"), "small-", 60, 20, random);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void everyTokenOfEveryDocumentIsThereOncePerEpoch() throws IOException {
        MixSettings settings =
                Corpus.settings(
                        tokenizer,
                        folder.resolve("out"),
                        source("large", large, Share.epochs(1)),
                        source("small", small, Share.epochs(3)));
        MixReport report = Mixer.run(settings, MixProgress.NONE);
        Map<String, Integer> tokens = tokensByDocument(settings.output());
        long sum = 0;
        for (Path file : List.of(large, small)) {
            for (String line : Files.readAllLines(file)) {
                String id = line.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
                String text = line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1");
                int length = tokenizer.encodeOrdinary(text).length + 2;
                // A last piece of one token has nothing to learn.
                int used = length > 64 && length % 64 == 1 ? length - 1 : length;
                int times = file == small ? 3 : 1;
                assertEquals(times * used, tokens.remove(id), id);
                sum += (long) times * used;
            }
        }
        assertTrue(tokens.isEmpty(), tokens::toString);
        assertEquals(sum, report.tokens());
        assertEquals(3, report.sources().get(1).epochs());
        assertEquals(400, report.sources().get(0).there().documents());
        assertFalse(Files.exists(settings.work()));
    }

    @Test
    void piecesOfARowAreWholeTextsBetweenTheirMarks() throws IOException {
        MixSettings settings =
                Corpus.settings(
                        tokenizer, folder.resolve("out"), source("small", small, Share.epochs(1)));
        settings = Corpus.with(settings, true, 2, new LengthLimit(4096, ExcessLength.ERROR));
        Mixer.run(settings, MixProgress.NONE);
        Map<String, String> texts = new HashMap<>();
        for (String line : Files.readAllLines(small)) {
            texts.put(
                    line.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"),
                    line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"));
        }
        for (List<TokenizedExample> row : PackedShards.open(settings.output()).rows()) {
            for (TokenizedExample piece : row) {
                assertEquals(
                        "<|begin_of_text|>" + texts.get(piece.origin()) + "<|end_of_text|>",
                        tokenizer.decode(piece.ids()));
                assertEquals(piece.ids().length - 1, piece.numTargets());
            }
        }
    }

    @Test
    void sharesOfTheTokensHoldFromTheFirstRowToTheLast() throws IOException {
        MixSettings settings =
                wanting(
                        Corpus.settings(
                                tokenizer,
                                folder.resolve("out"),
                                source("large", large, Share.weight(0.6)),
                                source("small", small, Share.weight(0.4))),
                        60_000,
                        false);
        MixReport report = Mixer.run(settings, MixProgress.NONE);
        assertTrue(report.tokens() <= 60_000 && report.tokens() > 60_000 - 64, "" + report);
        long ofLarge = 0;
        long all = 0;
        for (List<TokenizedExample> row : PackedShards.open(settings.output()).rows()) {
            int tokens = row.stream().mapToInt(piece -> piece.ids().length).sum();
            all += tokens;
            ofLarge += row.get(0).origin().startsWith("large") ? tokens : 0;
            assertEquals(0.6 * all, (double) ofLarge, 2 * 64, () -> "" + report);
            String source = row.get(0).origin().substring(0, 5);
            assertTrue(row.stream().allMatch(piece -> piece.origin().startsWith(source)));
        }
        assertEquals(all, report.tokens());
        assertEquals(ofLarge, report.sources().get(0).tokens());
    }

    @Test
    void noDocumentComesMoreOftenThanItsSourceMayBeRepeatedAndTheRestGoesToTheOthers()
            throws IOException {
        MixSettings settings =
                wanting(
                        Corpus.settings(
                                tokenizer,
                                folder.resolve("out"),
                                source("large", large, Share.weight(0.1, 100)),
                                source("small", small, Share.weight(0.9, 2))),
                        40_000,
                        false);
        MixReport report = Mixer.run(settings, MixProgress.NONE);
        MixReport.Source limited = report.sources().get(1);
        assertTrue(limited.exhausted());
        assertEquals(2 * limited.there().tokens(), limited.tokens());
        assertEquals(2.0, limited.epochs());
        assertTrue(limited.summary().contains("exhausted at max_epochs 2"), limited.summary());
        assertTrue(report.tokens() > 40_000 - 64, "" + report);
        Map<String, Integer> first = new HashMap<>();
        for (List<TokenizedExample> row : PackedShards.open(settings.output()).rows()) {
            for (TokenizedExample piece : row) {
                if (piece.ids()[0] == tokenizer.requireTokenId("<|begin_of_text|>")) {
                    first.merge(piece.origin(), 1, Integer::sum);
                }
            }
        }
        first.forEach(
                (origin, times) -> {
                    if (origin.startsWith("small")) {
                        assertEquals(2, times, origin);
                    }
                });
    }

    @Test
    void moreTokensThanThereAreIsAnErrorOrANote() {
        MixSettings settings =
                wanting(
                        Corpus.settings(
                                tokenizer,
                                folder.resolve("out"),
                                source("large", large, Share.weight(0.5, 1)),
                                source("small", small, Share.weight(0.5, 2))),
                        10_000_000,
                        false);
        UserException error =
                assertThrows(UserException.class, () -> Mixer.run(settings, MixProgress.NONE));
        assertTrue(error.getMessage().contains("max_tokens: 10000000 are wanted"), "" + error);
        assertTrue(error.getMessage().contains("allow_fewer_tokens"), "" + error);
        assertFalse(Files.exists(settings.output()));
        // What was tokenised is kept: the files need not be read again.
        List<String> doing = Collections.synchronizedList(new ArrayList<>());
        MixReport report =
                Mixer.run(
                        wanting(settings, 10_000_000, true),
                        (what, done, total) -> doing.add(what));
        assertTrue(doing.stream().noneMatch(what -> what.startsWith("tokenising")), "" + doing);
        assertTrue(report.shortfall().contains("of 10.0M tokens"), report.shortfall());
        assertEquals(
                report.sources().get(0).there().tokens()
                        + 2 * report.sources().get(1).there().tokens(),
                report.tokens());
    }

    @Test
    void aDocumentBelongsToTheFirstSourceThatTakesIt() throws IOException {
        List<Path> paths = List.of(large);
        MixSettings settings =
                Corpus.settings(
                        tokenizer,
                        folder.resolve("out"),
                        new MixSource("wiki", paths, Selector.from("wiki"), Share.epochs(2)),
                        new MixSource(
                                "good",
                                paths,
                                Selector.scored("quality", 0.8, 2),
                                Share.epochs(1.5)),
                        new MixSource(
                                "fair",
                                paths,
                                Selector.scored("quality", 0.5, 0.8),
                                Share.epochs(1)));
        MixReport report = Mixer.run(settings, MixProgress.NONE);
        Map<String, Integer> times = new TreeMap<>();
        for (List<TokenizedExample> row : PackedShards.open(settings.output()).rows()) {
            for (TokenizedExample piece : row) {
                if (piece.ids()[0] == tokenizer.requireTokenId("<|begin_of_text|>")) {
                    times.merge(piece.origin(), 1, Integer::sum);
                }
            }
        }
        int left = 0;
        for (int i = 0; i < 400; i++) {
            int count = times.getOrDefault("large-" + i, 0);
            if (i % 3 == 0) {
                assertEquals(2, count);
            } else if (i % 10 >= 8) {
                assertTrue(count == 1 || count == 2, "" + count);
            } else {
                assertEquals(i % 10 >= 5 ? 1 : 0, count);
                left += i % 10 >= 5 ? 0 : 1;
            }
        }
        assertEquals(left, report.leftOut());
        assertEquals(134, report.sources().get(0).there().documents());
        assertEquals(1.5, report.sources().get(1).epochs(), 0.1);
    }

    @Test
    void aSourceWithoutDocumentsIsAnErrorThatSaysWhatItLookedFor() {
        MixSettings settings =
                Corpus.settings(
                        tokenizer,
                        folder.resolve("out"),
                        source("large", large, Share.epochs(1)),
                        new MixSource(
                                "best",
                                List.of(small),
                                Selector.scored("qualty", 0.8, 2),
                                Share.epochs(1)));
        UserException error =
                assertThrows(UserException.class, () -> Mixer.run(settings, MixProgress.NONE));
        assertTrue(error.getMessage().contains("source 'best' has no tokens"), "" + error);
        assertTrue(error.getMessage().contains("qualty from 0.8"), "" + error);
    }

    @Test
    void theSameFilesComeOutForAnyNumberOfThreads() throws IOException {
        List<byte[]> expected = null;
        for (int threads : List.of(1, 2, 5)) {
            MixSettings settings =
                    Corpus.settings(
                            tokenizer,
                            folder.resolve("out-" + threads),
                            source("large", large, Share.weight(1)),
                            source("small", small, Share.weight(3, 4)));
            settings = Corpus.with(settings, true, threads, settings.limit());
            Mixer.run(settings, MixProgress.NONE);
            List<byte[]> files = new ArrayList<>();
            for (Path file : Corpus.files(settings.output())) {
                files.add(Files.readAllBytes(file));
            }
            assertTrue(files.size() > 4);
            if (expected != null) {
                assertEquals(expected.size(), files.size());
                for (int i = 0; i < files.size(); i++) {
                    assertArrayEquals(expected.get(i), files.get(i));
                }
            }
            expected = files;
        }
    }

    @Test
    void aMixThatIsThereIsNotMadeAgainAndAnotherOneIsNotOverwritten() {
        MixSettings settings =
                Corpus.settings(
                        tokenizer, folder.resolve("out"), source("small", small, Share.epochs(1)));
        MixReport report = Mixer.run(settings, MixProgress.NONE);
        assertEquals(report, Mixer.run(settings, MixProgress.NONE));
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> Mixer.run(wanting(settings, 500, false), MixProgress.NONE));
        assertTrue(error.getMessage().contains("exists and is not empty"), "" + error);
    }

    @Test
    void epochsComeInOtherOrdersAndWithoutShufflingInTheirOwn() throws IOException {
        MixSettings settings =
                Corpus.settings(
                        tokenizer, folder.resolve("out"), source("small", small, Share.epochs(2)));
        Mixer.run(settings, MixProgress.NONE);
        List<String> shuffled = origins(settings.output());
        assertNotEquals(
                shuffled.subList(0, shuffled.size() / 2),
                shuffled.subList(shuffled.size() / 2, shuffled.size()));
        MixSettings kept =
                Corpus.with(
                        Corpus.settings(
                                tokenizer,
                                folder.resolve("kept"),
                                source("small", small, Share.epochs(2))),
                        false,
                        2,
                        settings.limit());
        Mixer.run(kept, MixProgress.NONE);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            expected.add("small-" + i % 60);
        }
        List<String> found = new ArrayList<>();
        for (String origin : origins(kept.output())) {
            if (found.isEmpty() || !found.get(found.size() - 1).equals(origin)) {
                found.add(origin);
            }
        }
        assertEquals(expected, found);
    }

    private static List<String> origins(Path output) {
        return PackedShards.open(output).rows().stream()
                .flatMap(List::stream)
                .map(TokenizedExample::origin)
                .toList();
    }

    private static Map<String, Integer> tokensByDocument(Path output) {
        Map<String, Integer> tokens = new HashMap<>();
        for (List<TokenizedExample> row : PackedShards.open(output).rows()) {
            int sum = 0;
            for (TokenizedExample piece : row) {
                tokens.merge(piece.origin(), piece.ids().length, Integer::sum);
                sum += piece.ids().length;
            }
            assertTrue(sum <= 64, "" + sum);
        }
        return tokens;
    }
}
