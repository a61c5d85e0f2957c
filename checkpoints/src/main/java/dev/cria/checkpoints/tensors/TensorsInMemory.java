package dev.cria.checkpoints.tensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A few tensors, each smaller than 2 GiB, that were to be written, to be read instead. */
public final class TensorsInMemory implements TensorSource {

    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> contents = new LinkedHashMap<>();

    public TensorsInMemory(List<TensorData> tensors) {
        for (TensorData tensor : tensors) {
            TensorInfo info = tensor.info();
            var bytes = new ByteArrayOutputStream(Math.toIntExact(info.byteSize()));
            try {
                tensor.content().writeTo(Channels.newChannel(bytes));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            infos.put(info.name(), info);
            contents.put(info.name(), ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer());
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(infos);
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        Objects.checkFromIndexSize(byteOffset, byteLength, info(name).byteSize());
        return contents.get(name)
                .slice((int) byteOffset, byteLength)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {}
}
