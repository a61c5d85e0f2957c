package dev.cria.checkpoints.huggingface;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.Hostile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Any bytes are an index of shards. Two shards are there, so that sound indices can be found. */
@Tag("fuzz")
final class ShardIndexFuzzTest {

    private static final Path FOLDER = Hostile.folder();

    static {
        write("a.safetensors", "w");
        write("b.safetensors", "v");
    }

    private static void write(String file, String tensor) {
        TensorInfo info = new TensorInfo(tensor, DType.U8, Shape.of(1));
        TensorData data = TensorData.of(info, ByteBuffer.allocate(1));
        SafetensorsWriter.write(FOLDER.resolve(file), List.of(data), Map.of());
    }

    @FuzzTest
    void indexJson(byte[] input) {
        Path file = FOLDER.resolve(ShardIndex.NAME);
        Hostile.write(file, input);
        Hostile.read(() -> ShardIndex.read(file).openShards().close());
    }
}
