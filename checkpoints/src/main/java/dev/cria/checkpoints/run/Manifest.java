package dev.cria.checkpoints.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.BlockChecksums;
import dev.cria.checkpoints.durable.FileDigest;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * MANIFEST.json: what a checkpoint is and what its files hold. It is written last.
 *
 * <p>Format 2, fields in this order: {@code format}, {@code step}, {@code facts} (texts), {@code
 * block_bytes}, {@code files} (of each {@code bytes}, {@code sha256}, {@code crc32c}: eight
 * hexadecimal digits for each block), {@code references} (of each {@code path}, {@code bytes},
 * {@code modified}, {@code sha256}), {@code manifest_sha256}: the hash of the file without this
 * field. Format 1 had {@code step} and {@code files} with {@code bytes} and {@code sha256} alone.
 *
 * @param facts see {@link Checkpoint#facts}
 * @param files by name
 */
record Manifest(
        long step,
        SortedMap<String, String> facts,
        SortedMap<String, FileDigest> files,
        List<ReferencedFile> references) {

    static final String NAME = "MANIFEST.json";
    static final int FORMAT = 2;
    static final String OWN_HASH = "manifest_sha256";

    Manifest(
            long step,
            Map<String, String> facts,
            Map<String, FileDigest> files,
            List<ReferencedFile> references) {
        this(step, new TreeMap<>(facts), new TreeMap<>(files), List.copyOf(references));
    }

    byte[] bytes() {
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        json.put("step", step);
        ObjectNode texts = json.putObject("facts");
        facts.forEach(texts::put);
        json.put("block_bytes", BlockChecksums.BLOCK_BYTES);
        ObjectNode target = json.putObject("files");
        files.forEach(
                (name, digest) ->
                        target.putObject(name)
                                .put("bytes", digest.bytes())
                                .put("sha256", digest.sha256())
                                .put("crc32c", digest.crc32c()));
        ObjectNode elsewhere = json.putObject("references");
        for (ReferencedFile file : references) {
            elsewhere
                    .putObject(file.name())
                    .put("path", file.path().toString())
                    .put("bytes", file.bytes())
                    .put("modified", file.modifiedMillis())
                    .put("sha256", file.sha256());
        }
        json.put(OWN_HASH, Sha256.of(Json.bytes(json)));
        return Json.bytes(json);
    }
}
