package dev.cria.data.shard;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.json.Json;
import dev.cria.testing.Hostile;
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
        Hostile.write(FOLDER.resolve(ShardManifest.NAME), withOwnHash(input));
        Hostile.read(
                () -> {
                    ShardManifest manifest = ShardManifest.read(FOLDER);
                    manifest.examples();
                    TokenShards.open(FOLDER);
                });
    }

    private static byte[] withOwnHash(byte[] input) {
        try {
            ObjectNode json = Json.parseObject(Path.of(ShardManifest.NAME), input);
            json.remove("manifest_sha256");
            json.put("manifest_sha256", Sha256.of(Json.bytes(json)));
            return Json.bytes(json);
        } catch (UserException noJson) {
            return input;
        }
    }
}
