package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FileNames;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** model.safetensors.index.json: which shard holds which tensor. */
record ShardIndex(Path file, Map<String, String> weightMap) {

    static final String NAME = "model.safetensors.index.json";

    private static final long MAX_BYTES = 16 << 20;

    static ShardIndex read(Path file) {
        JsonFields map =
                new JsonFields(file, Json.readObject(file, MAX_BYTES)).requireObject("weight_map");
        Map<String, String> weightMap = new LinkedHashMap<>();
        map.node()
                .fieldNames()
                .forEachRemaining(tensor -> weightMap.put(tensor, shardName(map, tensor)));
        return new ShardIndex(file, weightMap);
    }

    private static String shardName(JsonFields map, String tensor) {
        String shard = map.requireString(tensor);
        if (!FileNames.isPlain(shard) || !shard.endsWith(".safetensors")) {
            throw map.wrong(tensor, "the name of a .safetensors file in the same folder");
        }
        return shard;
    }

    /** Opens all shards and checks that each holds what the index says, and nothing else. */
    TensorSource openShards() {
        List<SafetensorsFile> shards = new ArrayList<>();
        try {
            for (String name : new TreeSet<>(weightMap.values())) {
                SafetensorsFile shard = SafetensorsFile.open(ModelLinks.inside(file, name));
                shards.add(shard);
                checkListed(name, shard);
            }
            ShardedTensors all = new ShardedTensors(shards);
            for (Map.Entry<String, String> entry : weightMap.entrySet()) {
                if (!all.tensors().containsKey(entry.getKey())) {
                    throw new CorruptFileException(
                            file.resolveSibling(entry.getValue()),
                            "lacks tensor " + entry.getKey() + ", which " + NAME + " promises");
                }
            }
            return all;
        } catch (RuntimeException failure) {
            shards.forEach(SafetensorsFile::close);
            throw failure;
        }
    }

    private void checkListed(String shardName, SafetensorsFile shard) {
        for (String tensor : shard.tensors().keySet()) {
            String listed = weightMap.get(tensor);
            if (!shardName.equals(listed)) {
                throw new UserException(
                        "%s holds tensor %s, but %s %s"
                                .formatted(
                                        file.resolveSibling(shardName),
                                        tensor,
                                        NAME,
                                        listed == null ? "omits it" : "puts it in " + listed));
            }
        }
    }

    static byte[] bytes(Map<String, String> weightMap, long totalBytes, long totalParameters) {
        ObjectNode json = Json.object();
        json.putObject("metadata")
                .put("total_parameters", totalParameters)
                .put("total_size", totalBytes);
        ObjectNode map = json.putObject("weight_map");
        weightMap.forEach(map::put);
        return Json.bytes(json);
    }
}
