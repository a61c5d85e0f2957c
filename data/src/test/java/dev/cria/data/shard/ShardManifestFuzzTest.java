package dev.cria.data.shard;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import dev.cria.testing.OwnHash;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes are the manifest of tokenised shards; a wrong hash of itself is put right, so that the
 * rest is read.
 */
@Tag("fuzz")
final class ShardManifestFuzzTest {

    private static final Path FOLDER = Hostile.folder();

    @FuzzTest
    void shardManifestJson(byte[] input) {
        Hostile.write(FOLDER.resolve(ShardManifest.NAME), OwnHash.repaired(input));
        Hostile.read(
                () -> {
                    ShardManifest manifest = ShardManifest.read(FOLDER);
                    manifest.examples();
                    TokenShards.open(FOLDER);
                });
    }
}
