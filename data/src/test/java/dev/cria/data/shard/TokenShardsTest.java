package dev.cria.data.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import dev.cria.data.document.Document;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenShardsTest {

    private static final int DOCUMENTS = 50;

    @TempDir private Path temporary;

    private final long seed = System.nanoTime();
    private final Tokenizer tokenizer = SmallTokenizer.open();

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void documentsComeBackInTheirOrderWithTheirFrameAndOrigin() {
        TokenShards shards = TokenShards.open(write("shards"));
        assertTrue(shards.manifest().shards().size() > 3);
        int number = 0;
        for (int shard = 0; shard < shards.manifest().shards().size(); shard++) {
            for (TokenDocument document : shards.read(shard)) {
                assertEquals("corpus:" + number, document.origin());
                assertEquals(
                        "<|begin_of_text|>" + text(number) + "<|end_of_text|>",
                        tokenizer.decode(document.ids()));
                number++;
            }
        }
        assertEquals(DOCUMENTS, number);
        assertEquals(DOCUMENTS, shards.manifest().documents());
    }

    @Test
    void examplesAreCutToLengthAndHoldEveryToken() {
        TokenShards shards = TokenShards.open(write("shards"));
        var examples = shards.examples(16).toList();
        assertTrue(examples.stream().allMatch(example -> example.ids().length <= 16));
        long tokens = examples.stream().mapToLong(example -> example.ids().length).sum();
        assertEquals(shards.manifest().tokens(), tokens);
    }

    @Test
    void theSameDocumentsGiveTheSameBytes() throws IOException {
        Path first = write("first");
        Path second = write("second");
        for (Path file : files(first)) {
            byte[] bytes = Files.readAllBytes(file);
            assertArrayEquals(bytes, Files.readAllBytes(second.resolve(file.getFileName())));
        }
    }

    @Test
    void everyFlippedBitOfAShardIsFoundBeforeItIsParsed() throws IOException {
        System.out.println("TokenShardsTest seed " + seed);
        Random random = new Random(seed);
        Path folder = write("shards");
        for (int i = 0; i < 500; i++) {
            int index = random.nextInt(3);
            Path file = folder.resolve("tokens-0000" + index + ".arrow");
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            String message = messageOfReading(folder, index);
            assertTrue(message.startsWith(file + ": has SHA-256 "), message);
            Files.write(file, bytes);
        }
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
        assertTrue(messageOfReading(folder, 0).contains("bytes, the manifest says"));
        Files.write(first, Arrays.copyOf(bytes, bytes.length + 1));
        assertTrue(messageOfReading(folder, 0).contains("bytes, the manifest says"));
        Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(messageOfReading(folder, 0).startsWith(first + ": has "));
        Files.delete(first);
        assertEquals(first + ": is missing", messageOfReading(folder, 0));
    }

    @Test
    void bytesThatAreNoArrowFileAreRefusedEvenWithTheRightHash() {
        Path file = temporary.resolve("x.arrow");
        assertThrows(CorruptFileException.class, () -> ArrowShard.decode(file, new byte[100]));
        byte[] good = ArrowShard.encode(List.of(new TokenDocument(new int[] {1, 2}, "o")));
        assertThrows(
                CorruptFileException.class,
                () -> ArrowShard.decode(file, Arrays.copyOf(good, good.length / 2)));
        assertArrayEquals(new int[] {1, 2}, ArrowShard.decode(file, good).get(0).ids());
    }

    @Test
    void shardsOfAnotherTokenizerAreRefused() {
        TokenShards shards = TokenShards.open(write("shards"));
        shards.requireTokenizer(tokenizer);
        try (Tokenizer other =
                Tokenizers.of(new BpeTrainer(520).train(SmallTokenizer.TEXTS.stream()))) {
            assertThrows(UserException.class, () -> shards.requireTokenizer(other));
        }
    }

    @Test
    void nothingIsLeftBehindWhereThereIsNothingToWrite() {
        Path folder = temporary.resolve("empty");
        ShardWriter writer = new ShardWriter(tokenizer, 100);
        assertThrows(
                UserException.class,
                () -> writer.write(folder, Collections.emptyIterator(), done -> {}));
        assertFalse(Files.exists(folder));
        assertEquals(0, temporary.toFile().list().length);
    }

    private Path write(String name) {
        Path folder = temporary.resolve(name);
        List<Document> documents =
                IntStream.range(0, DOCUMENTS)
                        .mapToObj(i -> Document.of(String.valueOf(i), text(i), "corpus"))
                        .toList();
        new ShardWriter(tokenizer, 300).write(folder, documents.iterator(), done -> {});
        return folder;
    }

    private static String text(int number) {
        return SmallTokenizer.TEXTS.get(number % SmallTokenizer.TEXTS.size()) + number;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String messageOfReading(Path folder, int shard) {
        return assertThrows(CorruptFileException.class, () -> TokenShards.open(folder).read(shard))
                .getMessage();
    }
}
