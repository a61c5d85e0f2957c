package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.FileRegion;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several sources with distinct tensor names as one. */
final class ShardedTensors implements TensorSource {

    private final List<TensorSource> shards;
    private final Map<String, TensorSource> owners = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors;

    /** Takes over the shards and closes them. */
    ShardedTensors(List<? extends TensorSource> shards) {
        this.shards = List.copyOf(shards);
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        for (TensorSource shard : shards) {
            shard.tensors()
                    .forEach(
                            (name, info) -> {
                                if (infos.put(name, info) != null) {
                                    throw new UserException("two shards hold the tensor " + name);
                                }
                                owners.put(name, shard);
                            });
        }
        this.tensors = Collections.unmodifiableMap(infos);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        info(name);
        return owners.get(name).bytes(name, byteOffset, byteLength);
    }

    @Override
    public Optional<FileRegion> region(String name) {
        info(name);
        return owners.get(name).region(name);
    }

    @Override
    public void close() {
        shards.forEach(TensorSource::close);
    }
}
