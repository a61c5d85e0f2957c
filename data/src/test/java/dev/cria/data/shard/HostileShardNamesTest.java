package dev.cria.data.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.testing.HostileNames;
import dev.cria.testing.OwnHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A manifest of tokenised shards opens files of its own folder and no others. What lies outside is
 * a sound shard of the size and hash that the manifest states, so it would be read if it were
 * opened.
 */
final class HostileShardNamesTest {

    private static final String OWN = "tokens-00000.arrow";

    @TempDir private Path dir;

    @Test
    void noNameOpensAShardOutside() throws IOException {
        long seed = System.nanoTime();
        System.out.println("HostileShardNamesTest seed " + seed);
        Path folder = write(dir.resolve("shards"));
        Path secret = write(dir.resolve("outside")).resolve(OWN);
        Files.createSymbolicLink(folder.resolve("link.arrow"), secret);
        Files.createSymbolicLink(folder.resolve("linked"), secret.getParent());
        byte[] manifest = Files.readAllBytes(folder.resolve(ShardManifest.NAME));

        assertTrue(opens(folder, manifest, OWN));
        assertFalse(opens(folder, manifest, "link.arrow"));
        assertFalse(opens(folder, manifest, "linked/" + OWN));
        HostileNames names = new HostileNames(seed, secret);
        int opened = 0;
        for (int i = 0; i < 10_000; i++) {
            opened += opens(folder, manifest, names.next()) ? 1 : 0;
        }
        assertEquals(0, opened, "seed " + seed);
    }

    private static boolean opens(Path folder, byte[] manifest, String name) throws IOException {
        ObjectNode json = Json.parseObject(Path.of(ShardManifest.NAME), manifest);
        ObjectNode shards = (ObjectNode) json.get("shards");
        shards.set(name, shards.get(OWN).deepCopy());
        if (!name.equals(OWN)) {
            shards.remove(OWN);
        }
        Files.write(folder.resolve(ShardManifest.NAME), OwnHash.repaired(Json.bytes(json)));
        try {
            TokenShards.open(folder).slice(0, 0, 2);
            return true;
        } catch (UserException refused) {
            return false;
        }
    }

    private static Path write(Path folder) {
        TokenizedExample example =
                new TokenizedExample(new int[] {1, 2, 3}, new float[] {0, 1, 1}, "a:1");
        new ShardWriter(100).write(folder, source(example), done -> {});
        return folder;
    }

    private static ExampleSource source(TokenizedExample example) {
        return new ExampleSource() {
            @Override
            public Map<String, String> description() {
                return Map.of("made", "for a test");
            }

            @Override
            public int vocabSize() {
                return 10;
            }

            @Override
            public RowCounts read(Consumer<StoredExample> sink) {
                sink.accept(StoredExample.of(example));
                return new RowCounts("text", 1, 0);
            }
        };
    }
}
