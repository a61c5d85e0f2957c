package dev.cria.data.shard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FileNames;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a folder of packed rows holds: PACKED.json, written last.
 *
 * @param tokenizer SHA-256 of the tokenizer.json
 * @param vocabSize all ids are below
 * @param maxSeqLen no row has more tokens
 * @param about how the rows came about: read by people, not by training
 * @param shards the files in their order
 */
public record PackedManifest(
        String tokenizer, int vocabSize, int maxSeqLen, ObjectNode about, List<Shard> shards) {

    /** Its name within the folder. */
    public static final String NAME = "PACKED.json";

    private static final int FORMAT = 1;
    private static final long MAX_BYTES = 1L << 30;
    private static final String HASH = "manifest_sha256";

    public PackedManifest {
        shards = List.copyOf(shards);
    }

    /** A file and what it holds. */
    public record Shard(String name, PackedFile.Content content) {}

    /** Whether a path is a folder of packed rows. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    /** Number of rows of all shards. */
    public long rows() {
        return shards.stream().mapToLong(shard -> shard.content().rows()).sum();
    }

    /** Number of tokens of all shards. */
    public long tokens() {
        return shards.stream().mapToLong(shard -> shard.content().tokens()).sum();
    }

    /** The file, with its own hash. */
    public byte[] bytes() {
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        json.put("tokenizer_sha256", tokenizer);
        json.put("vocab_size", vocabSize);
        json.put("max_seq_len", maxSeqLen);
        json.put("rows", rows());
        json.put("tokens", tokens());
        json.set("about", about);
        ObjectNode files = json.putObject("shards");
        for (Shard shard : shards) {
            PackedFile.Content content = shard.content();
            files.putObject(shard.name())
                    .put("bytes", content.bytes())
                    .put("sha256", content.sha256())
                    .put("rows", content.rows())
                    .put("pieces", content.pieces())
                    .put("tokens", content.tokens());
        }
        json.put(HASH, Sha256.of(Json.bytes(json)));
        return Json.bytes(json);
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws CorruptFileException when it is damaged
     * @throws UserException when it is absent or of another format
     */
    public static PackedManifest read(Path folder) {
        Path file = folder.resolve(NAME);
        JsonFields json = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        if (json.requireInt("format") != FORMAT) {
            throw json.wrong("format", FORMAT + ": it was written by another version of Cria");
        }
        String stated = json.requireString(HASH);
        json.node().remove(HASH);
        String actual = Sha256.of(Json.bytes(json.node()));
        if (!actual.equals(stated)) {
            throw new CorruptFileException(
                    file, "was changed: it has SHA-256 " + actual + ", it says " + stated);
        }
        List<Shard> shards = new ArrayList<>();
        JsonFields files = json.requireObject("shards");
        files.node().fieldNames().forEachRemaining(name -> shards.add(shard(files, name)));
        return new PackedManifest(
                json.requireString("tokenizer_sha256"),
                json.requireInt("vocab_size"),
                json.requireInt("max_seq_len"),
                json.requireObject("about").node(),
                shards);
    }

    private static Shard shard(JsonFields files, String name) {
        if (!FileNames.isPlain(name)) {
            throw files.wrong(name, "the name of a file in the folder");
        }
        JsonFields entry = files.requireObject(name);
        entry.requireOnly(Set.of("bytes", "sha256", "rows", "pieces", "tokens"));
        for (String count : List.of("bytes", "rows", "pieces", "tokens")) {
            if (entry.requireLong(count) < 0) {
                throw entry.wrong(count, "a number of at least 0");
            }
        }
        return new Shard(
                name,
                new PackedFile.Content(
                        entry.requireLong("bytes"),
                        entry.requireString("sha256"),
                        entry.requireInt("rows"),
                        entry.requireInt("pieces"),
                        entry.requireLong("tokens")));
    }
}
