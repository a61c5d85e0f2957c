package dev.cria.checkpoints.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FileNames;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** MANIFEST.json: sizes and hashes of a checkpoint's files. It is written last. */
record Manifest(long step, Map<String, Entry> files) {

    static final String NAME = "MANIFEST.json";

    private static final int FORMAT = 1;
    private static final long MAX_BYTES = 1 << 20;

    Manifest {
        files = new TreeMap<>(files);
    }

    record Entry(long bytes, String sha256) {}

    byte[] bytes() {
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        json.put("step", step);
        ObjectNode target = json.putObject("files");
        files.forEach(
                (name, entry) ->
                        target.putObject(name)
                                .put("bytes", entry.bytes())
                                .put("sha256", entry.sha256()));
        return Json.bytes(json);
    }

    /**
     * @throws UserException when the manifest is absent, damaged or of a later format
     */
    static Manifest read(Path folder) {
        Path file = folder.resolve(NAME);
        JsonFields json = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        int format = json.requireInt("format");
        if (format != FORMAT) {
            throw json.wrong("format", FORMAT + ": it was written by another version of Cria");
        }
        json.requireOnly(Set.of("format", "step", "files"));
        Map<String, Entry> files = new TreeMap<>();
        JsonFields entries = json.requireObject("files");
        entries.node().fieldNames().forEachRemaining(name -> files.put(name, entry(entries, name)));
        return new Manifest(json.requireLong("step"), files);
    }

    private static Entry entry(JsonFields entries, String name) {
        if (!FileNames.isPlain(name)) {
            throw entries.wrong(name, "the name of a file in the checkpoint");
        }
        JsonFields entry = entries.requireObject(name);
        entry.requireOnly(Set.of("bytes", "sha256"));
        return new Entry(entry.requireLong("bytes"), entry.requireString("sha256"));
    }

    /**
     * Reads every file of the checkpoint once.
     *
     * @throws CorruptFileException when a file is absent, or differs in size or content
     */
    void verify(Path folder) {
        verifySizes(folder);
        files.forEach((name, entry) -> verifyHash(folder.resolve(name), entry));
    }

    /** As {@link #verify}, without reading the files. */
    void verifySizes(Path folder) {
        files.forEach((name, entry) -> verifySize(folder.resolve(name), entry));
    }

    private static void verifySize(Path file, Entry entry) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new CorruptFileException(file, "is missing");
            }
            long size = Files.size(file);
            if (size != entry.bytes()) {
                throw new CorruptFileException(
                        file, "has " + size + " bytes, the manifest says " + entry.bytes());
            }
        } catch (IOException failure) {
            throw new CorruptFileException(file, "cannot be read: " + failure, failure);
        }
    }

    private static void verifyHash(Path file, Entry entry) {
        try {
            String hash = Sha256.of(file);
            if (!hash.equals(entry.sha256())) {
                throw new CorruptFileException(
                        file, "has SHA-256 " + hash + ", the manifest says " + entry.sha256());
            }
        } catch (IOException failure) {
            throw new CorruptFileException(file, "cannot be read: " + failure, failure);
        }
    }
}
