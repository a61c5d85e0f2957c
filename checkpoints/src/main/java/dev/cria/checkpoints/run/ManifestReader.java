package dev.cria.checkpoints.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.BlockChecksums;
import dev.cria.checkpoints.durable.FileDigest;
import dev.cria.checkpoints.durable.FileNames;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads manifests of this and of earlier formats. */
final class ManifestReader {

    /** Eight digits for each MiB: up to 8 TB of files. */
    private static final int MAX_BYTES = 64 << 20;

    private final JsonFields json;

    private ManifestReader(JsonFields json) {
        this.json = json;
    }

    /**
     * Reads the manifest of a checkpoint.
     *
     * @throws CorruptFileException when it is absent, or not as it was written
     * @throws FormatTooNewException when it is of a later format
     */
    static Manifest read(Storage storage, Path folder) {
        Path file = folder.resolve(Manifest.NAME);
        byte[] bytes = bytes(storage, file);
        ObjectNode node = Json.parseObject(file, bytes);
        ManifestReader reader = new ManifestReader(new JsonFields(file, node));
        int format = reader.json.requireInt("format");
        if (format == 1) {
            return reader.first();
        }
        verify(file, node, bytes); // before the format is believed
        if (format > Manifest.FORMAT) {
            throw new FormatTooNewException(file, format);
        }
        if (format < 1) {
            throw reader.json.wrong("format", "1 or " + Manifest.FORMAT);
        }
        return reader.second();
    }

    private Manifest first() {
        json.requireOnly(Set.of("format", "step", "files"));
        return new Manifest(json.requireLong("step"), Map.of(), files(false), List.of());
    }

    private Manifest second() {
        json.requireOnly(Set.of("format", "step", "facts", "block_bytes", "files", "references"));
        if (json.requireInt("block_bytes") != BlockChecksums.BLOCK_BYTES) {
            throw json.wrong("block_bytes", BlockChecksums.BLOCK_BYTES + "");
        }
        Map<String, String> facts = new TreeMap<>();
        JsonFields texts = json.requireObject("facts");
        texts.node().fieldNames().forEachRemaining(n -> facts.put(n, texts.requireString(n)));
        return new Manifest(json.requireLong("step"), facts, files(true), references());
    }

    private List<ReferencedFile> references() {
        List<ReferencedFile> references = new ArrayList<>();
        JsonFields entries = json.requireObject("references");
        entries.node()
                .fieldNames()
                .forEachRemaining(name -> references.add(reference(entries, name)));
        return references;
    }

    private static ReferencedFile reference(JsonFields entries, String name) {
        JsonFields entry = entries.requireObject(name);
        entry.requireOnly(Set.of("path", "bytes", "modified", "sha256"));
        try {
            return new ReferencedFile(
                    name,
                    Path.of(entry.requireString("path")),
                    entry.requireLong("bytes"),
                    entry.requireLong("modified"),
                    entry.requireString("sha256"));
        } catch (InvalidPathException invalid) {
            throw entry.wrong("path", "a path");
        }
    }

    private Map<String, FileDigest> files(boolean blocks) {
        Map<String, FileDigest> files = new TreeMap<>();
        JsonFields entries = json.requireObject("files");
        entries.node()
                .fieldNames()
                .forEachRemaining(name -> files.put(name, digest(entries, name, blocks)));
        return files;
    }

    private static FileDigest digest(JsonFields entries, String name, boolean blocks) {
        if (!FileNames.isPlain(name)) {
            throw entries.wrong(name, "the name of a file in the checkpoint");
        }
        JsonFields entry = entries.requireObject(name);
        entry.requireOnly(blocks ? Set.of("bytes", "sha256", "crc32c") : Set.of("bytes", "sha256"));
        FileDigest digest =
                new FileDigest(
                        entry.requireLong("bytes"),
                        entry.requireString("sha256"),
                        blocks ? entry.requireString("crc32c") : "");
        if (blocks && !digest.hasEveryBlock()) {
            throw entry.wrong("crc32c", "eight hexadecimal digits for each block");
        }
        return digest;
    }

    /** The file must be, to the byte, what {@link Manifest#bytes} would write. */
    private static void verify(Path file, ObjectNode node, byte[] bytes) {
        if (!Arrays.equals(Json.bytes(node), bytes)) {
            throw new CorruptFileException(file, "was changed: it is laid out in another way");
        }
        JsonFields fields = new JsonFields(file, node);
        String stated = fields.requireString(Manifest.OWN_HASH);
        node.remove(Manifest.OWN_HASH);
        String actual = Sha256.of(Json.bytes(node));
        if (!actual.equals(stated)) {
            throw new CorruptFileException(
                    file, "was changed: it has SHA-256 " + actual + ", it says " + stated);
        }
    }

    private static byte[] bytes(Storage storage, Path file) {
        try {
            return StoredFile.bytes(storage, file, MAX_BYTES);
        } catch (IOException failure) {
            throw new CorruptFileException(file, "cannot be read: " + failure, failure);
        }
    }
}
