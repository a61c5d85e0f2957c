package dev.cria.trainer.weight;

import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** CRC-32C of each tensor of a file, in a last tensor of their own. */
final class Checksums {

    private static final String NAME = "crc32c";
    private static final int PIECE_BYTES = 16 << 20;

    private final List<Long> values = new ArrayList<>();

    /** Takes in a tensor that is about to be written, in the order of the file. */
    void add(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        values.add(crc.getValue());
    }

    /** The last tensor, behind {@code count} others. */
    TensorData tensor(int count) {
        return new TensorData(
                new TensorInfo(NAME, DType.I64, Shape.of(count)),
                channel -> {
                    ByteBuffer bytes =
                            ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
                    values.forEach(bytes::putLong);
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                });
    }

    /** Whether all tensors of a file are as they were written. */
    static boolean hold(SafetensorsFile file) {
        if (!file.tensors().containsKey(NAME)) {
            return false;
        }
        LongBuffer expected = file.bytes(NAME).asLongBuffer();
        for (TensorInfo info : file.tensors().values()) {
            if (info.name().equals(NAME)) {
                return !expected.hasRemaining();
            }
            if (!expected.hasRemaining() || expected.get() != checksum(file, info)) {
                return false;
            }
        }
        return false;
    }

    private static long checksum(SafetensorsFile file, TensorInfo info) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < info.byteSize(); at += PIECE_BYTES) {
            int length = (int) Math.min(PIECE_BYTES, info.byteSize() - at);
            crc.update(file.bytes(info.name(), at, length));
        }
        return crc.getValue();
    }
}
