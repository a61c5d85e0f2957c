package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several safetensors files seen as one. */
final class ShardedSource implements TensorSource {

    private final List<SafetensorsFile> shards;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> homes = new HashMap<>();

    ShardedSource(Path folder, List<SafetensorsFile> shards) {
        this.shards = shards;
        for (SafetensorsFile shard : shards) {
            shard.tensors()
                    .forEach(
                            (name, info) -> {
                                if (tensors.put(name, info) != null) {
                                    throw new CorruptFileException(
                                            folder,
                                            "tensor '%s' stands in two shards".formatted(name));
                                }
                                homes.put(name, shard);
                            });
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        return homes.get(name).bytes(name, byteOffset, byteLength);
    }

    @Override
    public void close() {
        shards.forEach(SafetensorsFile::close);
    }
}
