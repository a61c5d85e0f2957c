package dev.cria.data.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.json.Json;
import dev.cria.data.examples.TokenizedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedShardsTest {

    private static final int VOCABULARY = 500;

    @TempDir private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<List<int[]>> expected = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        System.out.println("PackedShardsTest seed " + seed);
        List<PackedManifest.Shard> shards = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            PackedRows rows = new PackedRows(1);
            for (int row = random.nextInt(9); row >= 0; row--) {
                List<int[]> pieces = new ArrayList<>();
                for (int piece = random.nextInt(5); piece >= 0; piece--) {
                    int[] ids = random.ints(2 + random.nextInt(30), 0, VOCABULARY).toArray();
                    rows.piece(ids, 1, ids.length, piece, "页:" + expected.size() + ":" + piece);
                    pieces.add(Arrays.copyOfRange(ids, 1, ids.length));
                }
                rows.endRow();
                expected.add(pieces);
            }
            String name = "rows-" + shard + ".arrow";
            shards.add(
                    new PackedManifest.Shard(name, PackedFile.write(folder.resolve(name), rows)));
        }
        Files.write(
                folder.resolve(PackedManifest.NAME),
                new PackedManifest("abc", VOCABULARY, 150, Json.object(), shards).bytes());
    }

    @Test
    void rowsComeBackInTheirOrderWithTheirPiecesAndOrigins() {
        List<List<TokenizedExample>> rows = PackedShards.open(folder).rows();
        assertEquals(expected.size(), rows.size());
        for (int row = rows.size() - 1; row >= 0; row--) {
            assertEquals(expected.get(row).size(), rows.get(row).size());
            for (int piece = 0; piece < rows.get(row).size(); piece++) {
                TokenizedExample example = rows.get(row).get(piece);
                assertArrayEquals(expected.get(row).get(piece), example.ids());
                assertEquals(example.ids().length - 1, example.numTargets());
                assertTrue(example.origin().startsWith("页:" + row + ":"), example.origin());
            }
        }
    }

    @Test
    void aShardWithAnotherBitIsNamedBeforeAnyOfItsTokensIsUsed() throws IOException {
        Path file = folder.resolve("rows-2.arrow");
        byte[] bytes = Files.readAllBytes(file);
        // Of the ids in the middle of the file, or whatever else lies there.
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        List<List<TokenizedExample>> rows = PackedShards.open(folder).rows();
        CorruptFileException error =
                assertThrows(
                        CorruptFileException.class,
                        () -> assertTrue(rows.stream().mapToInt(List::size).sum() > 0));
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    /** As a file that somebody else has made may be: its hash says nothing then. */
    @Test
    void ofADamagedFileEverythingIsReadOrItIsNamed() throws IOException {
        byte[] sound = Files.readAllBytes(folder.resolve("rows-0.arrow"));
        Path file = folder.resolve("damaged.arrow");
        int named = 0;
        for (int round = 0; round < 400; round++) {
            byte[] bytes = sound.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                PackedFile opened = PackedFile.open(file);
                for (int piece = 0; piece < opened.pieces(); piece++) {
                    assertTrue(opened.length(piece) > 0 && opened.origin(piece) != null);
                    opened.copy(piece, new int[opened.length(piece)], 0);
                }
            } catch (CorruptFileException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                named++;
            }
        }
        assertTrue(named > 20, "" + named);
    }

    @Test
    void aShardThatIsMissingOrShorterIsNamed() throws IOException {
        Path file = folder.resolve("rows-1.arrow");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertNamed(file, "bytes");
        Files.delete(file);
        assertNamed(file, "is missing");
    }

    @Test
    void aManifestThatWasChangedIsRefused() throws IOException {
        Path file = folder.resolve(PackedManifest.NAME);
        String text = Files.readString(file);
        String changed = text.replaceFirst("\"vocab_size\" ?: ?500", "\"vocab_size\": 501");
        assertNotEquals(text, changed);
        Files.writeString(file, changed);
        assertNamed(file, "was changed");
    }

    private void assertNamed(Path file, String what) {
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> PackedShards.open(folder));
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
        assertTrue(error.getMessage().contains(what), error.getMessage());
        assertTrue(what.equals("was changed") || error.getMessage().contains("make it again"));
    }
}
