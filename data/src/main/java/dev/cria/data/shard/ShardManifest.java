package dev.cria.data.shard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FileNames;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a folder of shards holds: MANIFEST.json, written last.
 *
 * @param source what the examples were made from; see {@link ExampleSource#description}
 * @param vocabSize all ids are below
 * @param read the rows that were read
 * @param shards the files in their order
 */
public record ShardManifest(
        Map<String, String> source, int vocabSize, RowCounts read, List<Shard> shards) {

    static final String NAME = "MANIFEST.json";

    private static final int FORMAT = 2;
    private static final long MAX_BYTES = 64 << 20;
    private static final String HASH = "manifest_sha256";

    public ShardManifest {
        source = Map.copyOf(source);
        shards = List.copyOf(shards);
    }

    /** One file, its size and hash, and how much is in it. */
    public record Shard(String name, long bytes, String sha256, long examples, long tokens) {}

    /** Number of examples of all shards. */
    public long examples() {
        return shards.stream().mapToLong(Shard::examples).sum();
    }

    /** Number of tokens of all shards. */
    public long tokens() {
        return shards.stream().mapToLong(Shard::tokens).sum();
    }

    byte[] bytes() {
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        ObjectNode made = json.putObject("source");
        source.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> made.put(entry.getKey(), entry.getValue()));
        json.put("vocab_size", vocabSize);
        json.put("rows_format", read.format());
        json.put("rows_found", read.found());
        json.put("rows", read.rows());
        json.put("bad_rows", read.badRows());
        ObjectNode files = json.putObject("shards");
        for (Shard shard : shards) {
            files.putObject(shard.name())
                    .put("bytes", shard.bytes())
                    .put("sha256", shard.sha256())
                    .put("examples", shard.examples())
                    .put("tokens", shard.tokens());
        }
        json.put(HASH, Sha256.of(Json.bytes(json)));
        return Json.bytes(json);
    }

    /**
     * @throws CorruptFileException when it is damaged
     * @throws UserException when it is absent or of a later format
     */
    static ShardManifest read(Path folder) {
        Path file = folder.resolve(NAME);
        JsonFields json = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        int format = json.requireInt("format");
        if (format != FORMAT) {
            throw json.wrong("format", FORMAT + ": it was written by another version of Cria");
        }
        verifyOwnHash(json);
        json.requireOnly(
                Set.of(
                        "format",
                        "source",
                        "vocab_size",
                        "rows_format",
                        "rows_found",
                        "rows",
                        "bad_rows",
                        "shards"));
        Map<String, String> source = new LinkedHashMap<>();
        JsonFields made = json.requireObject("source");
        made.node().fieldNames().forEachRemaining(n -> source.put(n, made.requireString(n)));
        List<Shard> shards = new ArrayList<>();
        JsonFields files = json.requireObject("shards");
        files.node().fieldNames().forEachRemaining(name -> shards.add(shard(files, name)));
        RowCounts read =
                new RowCounts(
                        json.requireString("rows_format"),
                        json.stringOr("rows_found", ""),
                        json.requireLong("rows"),
                        json.requireLong("bad_rows"));
        return new ShardManifest(source, json.requireInt("vocab_size"), read, shards);
    }

    private static void verifyOwnHash(JsonFields json) {
        String stated = json.requireString(HASH);
        json.node().remove(HASH);
        String actual = Sha256.of(Json.bytes(json.node()));
        if (!actual.equals(stated)) {
            throw new CorruptFileException(
                    json.file(), "was changed: it has SHA-256 " + actual + ", it says " + stated);
        }
    }

    private static Shard shard(JsonFields files, String name) {
        if (!FileNames.isPlain(name)) {
            throw files.wrong(name, "the name of a file in the folder");
        }
        JsonFields entry = files.requireObject(name);
        entry.requireOnly(Set.of("bytes", "sha256", "examples", "tokens"));
        return new Shard(
                name,
                entry.requireLong("bytes"),
                entry.requireString("sha256"),
                entry.requireLong("examples"),
                entry.requireLong("tokens"));
    }
}
