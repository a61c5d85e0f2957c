package dev.cria.data.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenShardsTest {

    private static final int EXAMPLES = 50;
    private static final int VOCABULARY = 1000;

    @TempDir private Path temporary;

    private final long seed = System.nanoTime();
    private final List<TokenizedExample> examples = examples(new Random(seed));

    @BeforeEach
    void printSeed() {
        System.out.println("TokenShardsTest seed " + seed);
    }

    @Test
    void examplesComeBackInTheirOrderWithTheirWeightsAndOrigins() {
        TokenShards shards = TokenShards.open(write("shards"));
        assertTrue(shards.manifest().shards().size() > 3);
        assertEquals(EXAMPLES, shards.size());
        for (int i = 0; i < EXAMPLES; i++) {
            TokenizedExample expected = examples.get(i);
            assertEquals(expected.ids().length, shards.length(i));
            assertSame(expected, shards.slice(i, 0, shards.length(i)));
            assertEquals(expected.origin(), shards.origin(i));
        }
    }

    @Test
    void slicesAreThePartsOfAnExampleWithoutLossOnTheirFirstToken() {
        TokenShards shards = TokenShards.open(write("shards"));
        Random random = new Random(seed);
        for (int i = 0; i < EXAMPLES; i++) {
            TokenizedExample whole = examples.get(i);
            int from = random.nextInt(whole.ids().length);
            int to = from + 1 + random.nextInt(whole.ids().length - from);
            float[] weights = Arrays.copyOfRange(whole.weights(), from, to);
            weights[0] = 0;
            int[] ids = Arrays.copyOfRange(whole.ids(), from, to);
            assertSame(
                    new TokenizedExample(ids, weights, whole.origin()), shards.slice(i, from, to));
        }
    }

    @Test
    void pairsComeBackAndTheirAnswersAreCutToTheRoomThereIs() {
        PreferenceExample pair =
                new PreferenceExample(new int[] {1, 2}, new int[] {3, 4, 5}, new int[] {6}, "p:1");
        Path folder = temporary.resolve("pairs");
        new ShardWriter(100).write(folder, source(List.of(StoredExample.of(pair))), done -> {});
        TokenShards shards = TokenShards.open(folder);
        assertArrayEquals(new int[] {2, 5, 5, 6}, shards.spans(0));
        PreferenceExample whole = shards.pair(0, 10);
        assertArrayEquals(pair.prompt(), whole.prompt());
        assertArrayEquals(pair.chosen(), whole.chosen());
        assertArrayEquals(pair.rejected(), whole.rejected());
        assertArrayEquals(new int[] {3, 4}, shards.pair(0, 2).chosen());
        assertEquals("p:1", shards.pair(0, 2).origin());
    }

    @Test
    void theSameExamplesGiveTheSameBytes() throws IOException {
        Path first = write("first");
        Path second = write("second");
        for (Path file : files(first)) {
            byte[] bytes = Files.readAllBytes(file);
            assertArrayEquals(bytes, Files.readAllBytes(second.resolve(file.getFileName())));
        }
    }

    @Test
    void everyFlippedBitOfAShardIsFoundBeforeAnExampleIsRead() throws IOException {
        Random random = new Random(seed);
        Path folder = write("shards");
        for (int i = 0; i < 150; i++) {
            int index = random.nextInt(3);
            Path file = folder.resolve("tokens-0000" + index + ".arrow");
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            String message = messageOfReading(folder);
            assertTrue(message.startsWith(file + ": "), message);
            Files.write(file, bytes);
        }
        readAll(folder);
    }

    @Test
    void everyFlippedBitOfTheManifestThatChangesAnythingIsFound() throws IOException {
        Path folder = write("shards");
        Path file = folder.resolve("MANIFEST.json");
        ShardManifest intact = TokenShards.open(folder).manifest();
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            Files.write(file, flipped);
            try {
                assertEquals(intact, TokenShards.open(folder).manifest(), "byte " + at);
            } catch (UserException e) {
                assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
            }
        }
    }

    @Test
    void cutLengthenedSwappedAndMissingShardsAreFound() throws IOException {
        Path folder = write("shards");
        Path first = folder.resolve("tokens-00000.arrow");
        Path second = folder.resolve("tokens-00001.arrow");
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, Arrays.copyOf(bytes, bytes.length - 1));
        assertTrue(messageOfReading(folder).contains("bytes, the manifest says"));
        Files.write(first, Arrays.copyOf(bytes, bytes.length + 1));
        assertTrue(messageOfReading(folder).contains("bytes, the manifest says"));
        Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(messageOfReading(folder).startsWith(first + ": has "));
        Files.delete(first);
        assertEquals(first + ": is missing", messageOfReading(folder));
    }

    @Test
    void idsBeyondTheVocabularyAreRefused() {
        Path folder = temporary.resolve("large");
        StoredExample large = StoredExample.ofText(new int[] {1, VOCABULARY}, "o");
        new ShardWriter(100).write(folder, source(List.of(large)), done -> {});
        assertTrue(messageOfReading(folder).contains("has the id 1000, expected 0 to 999"));
    }

    @Test
    void nothingIsLeftBehindWhereReadingFails() {
        ExampleSource failing =
                new ListSource(
                        Map.of(),
                        sink -> {
                            sink.accept(StoredExample.ofText(new int[200], "o"));
                            throw new UserException("row 2 is bad");
                        });
        Path folder = temporary.resolve("failed");
        assertThrows(
                UserException.class, () -> new ShardWriter(100).write(folder, failing, d -> {}));
        assertEquals(0, temporary.toFile().list().length);
    }

    @Test
    void aCacheTokenisesAgainOnlyWhereSomethingHasChangedOrIsDamaged() throws IOException {
        Path root = temporary.resolve("cache");
        ShardCache cache = new ShardCache(root, new ShardWriter(300));
        int[] reads = new int[1];
        List<StoredExample> stored = examples.stream().map(StoredExample::of).toList();
        ExampleSource source = counted(Map.of("file", "a"), stored, reads);
        assertEquals(EXAMPLES, cache.open(source, done -> {}).size());
        assertEquals(EXAMPLES, cache.open(source, done -> {}).size());
        assertEquals(1, reads[0]);
        cache.open(counted(Map.of("file", "b"), stored, reads), done -> {});
        assertEquals(2, reads[0]);
        Files.createDirectories(root.resolve("x.tmp-1"));
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                Files.deleteIfExists(folder.resolve("tokens-00001.arrow"));
            }
        }
        assertEquals(EXAMPLES, cache.open(source, done -> {}).size());
        assertEquals(3, reads[0]);
        assertFalse(Files.exists(root.resolve("x.tmp-1")));
    }

    private Path write(String name) {
        Path folder = temporary.resolve(name);
        List<StoredExample> stored = examples.stream().map(StoredExample::of).toList();
        new ShardWriter(300).write(folder, source(stored), done -> {});
        return folder;
    }

    /** Random examples, with loss here and there in several weights. */
    private static List<TokenizedExample> examples(Random random) {
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            int[] ids = random.ints(1 + random.nextInt(80), 0, VOCABULARY).toArray();
            float[] weights = new float[ids.length];
            for (int at = 1; at < weights.length; at++) {
                weights[at] = random.nextInt(4) > 0 ? weights[at - 1] : random.nextInt(3) / 2f;
            }
            examples.add(new TokenizedExample(ids, weights, "corpus.jsonl:" + i));
        }
        return examples;
    }

    private static ExampleSource source(List<StoredExample> examples) {
        return counted(Map.of("file", "a"), examples, new int[1]);
    }

    private static ExampleSource counted(
            Map<String, String> description, List<StoredExample> examples, int[] reads) {
        return new ListSource(
                description,
                sink -> {
                    reads[0]++;
                    examples.forEach(sink);
                });
    }

    private record ListSource(
            Map<String, String> description, Consumer<Consumer<StoredExample>> reading)
            implements ExampleSource {

        @Override
        public int vocabSize() {
            return VOCABULARY;
        }

        @Override
        public RowCounts read(Consumer<StoredExample> sink) {
            reading.accept(sink);
            return new RowCounts("text", EXAMPLES, 0);
        }
    }

    private static void assertSame(TokenizedExample expected, TokenizedExample actual) {
        assertArrayEquals(expected.ids(), actual.ids());
        assertArrayEquals(expected.weights(), actual.weights());
        assertEquals(expected.origin(), actual.origin());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String messageOfReading(Path folder) {
        return assertThrows(CorruptFileException.class, () -> readAll(folder)).getMessage();
    }

    private static void readAll(Path folder) {
        TokenShards shards = TokenShards.open(folder);
        for (int i = 0; i < shards.size(); i++) {
            shards.slice(i, 0, shards.length(i));
        }
    }
}
