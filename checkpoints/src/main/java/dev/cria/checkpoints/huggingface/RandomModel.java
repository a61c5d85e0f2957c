package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorContent;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model folder of random bf16 weights, written without holding it: to measure with, where no
 * trained model of a shape is at hand. Values are drawn from a table of 65,536 normally distributed
 * ones, which takes a nanosecond each; norms are 1.
 */
public final class RandomModel {

    private static final int PIECE_BYTES = 16 << 20;

    private final short[] table = new short[1 << 16];
    private final long seed;

    private RandomModel(double deviation, long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < table.length; i++) {
            table[i] = Floats.toBfloat16((float) (random.nextGaussian() * deviation));
        }
    }

    /**
     * Writes a folder in shards of 5 GB.
     *
     * @param tokenizerFiles copied into it
     */
    public static void write(
            Path folder, LlamaConfig config, long seed, List<Path> tokenizerFiles) {
        RandomModel model = new RandomModel(config.initializerRange(), seed);
        List<TensorData> tensors = new ArrayList<>();
        LlamaTensors.of(config)
                .forEach(
                        (name, shape) -> {
                            TensorInfo info = new TensorInfo(name, DType.BF16, shape);
                            tensors.add(new TensorData(info, model.content(info)));
                        });
        HuggingFaceWriter.write(
                folder,
                config.withDtype(DType.BF16),
                tensors,
                HuggingFaceWriter.DEFAULT_SHARD_BYTES,
                tokenizerFiles);
    }

    private TensorContent content(TensorInfo info) {
        return channel -> {
            long state = seed ^ info.name().hashCode() * 0x9E3779B97F4A7C15L;
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long left = info.byteSize(); left > 0; left -= bytes.limit()) {
                bytes.clear().limit((int) Math.min(PIECE_BYTES, left));
                if (info.shape().rank() == 1) {
                    ones(bytes);
                } else {
                    state = fill(bytes, state);
                }
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        };
    }

    private static void ones(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i += 2) {
            bytes.putShort(i, Floats.toBfloat16(1));
        }
    }

    /** Four values from every number of SplitMix64 (Steele et al. 2014). */
    private long fill(ByteBuffer bytes, long state) {
        LongBuffer quads = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long next = state;
        while (quads.hasRemaining()) {
            next += 0x9E3779B97F4A7C15L;
            long z = (next ^ (next >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            quads.put(four(z));
        }
        for (int i = bytes.limit() - bytes.limit() % 8; i < bytes.limit(); i += 2) {
            bytes.putShort(i, table[i & 0xffff]);
        }
        return next;
    }

    private long four(long bits) {
        return (table[(int) (bits & 0xffff)] & 0xffffL)
                | (table[(int) (bits >>> 16 & 0xffff)] & 0xffffL) << 16
                | (table[(int) (bits >>> 32 & 0xffff)] & 0xffffL) << 32
                | (long) table[(int) (bits >>> 48)] << 48;
    }
}
