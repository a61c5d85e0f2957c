package dev.cria.checkpoints.merge;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a merge, computed piece by piece as they are asked for: beside the mapped files,
 * only pieces are in memory. Sums are made in fp32 and rounded to the stored type at the end.
 */
public final class MergedTensors implements TensorSource {

    /** Numbers at a time. */
    private static final int PIECE = 1 << 20;

    private final MergeSettings settings;
    private final TensorSource base;
    private final List<TensorSource> models;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private String trimmed = "";
    private List<Trim> trims = List.of();

    /**
     * A merge of models that hold the tensors of {@code names}, in equal shapes.
     *
     * @param base null for methods that need none
     * @param dtype of the merged tensors
     */
    public MergedTensors(
            MergeSettings settings,
            TensorSource base,
            List<? extends TensorSource> models,
            Iterable<String> names,
            DType dtype) {
        this.settings = settings;
        this.base = base;
        this.models = List.copyOf(models);
        for (String name : names) {
            infos.put(name, new TensorInfo(name, dtype, models.get(0).info(name).shape()));
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(infos);
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        DType dtype = info(name).dtype();
        ByteBuffer bytes = ByteBuffer.allocate(byteLength).order(ByteOrder.LITTLE_ENDIAN);
        long from = byteOffset / dtype.bytes();
        long end = from + byteLength / dtype.bytes();
        for (; from < end; from += PIECE) {
            int count = (int) Math.min(PIECE, end - from);
            float[] merged = merged(name, from, count);
            Floats.encode(dtype, FloatBuffer.wrap(merged), bytes);
        }
        return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private float[] merged(String name, long from, int count) {
        return switch (settings.method()) {
            case LINEAR -> mean(name, from, count);
            case TASK_ARITHMETIC -> sumOfAdditions(name, from, count);
            case TIES -> ties(name, from, count);
        };
    }

    private float[] mean(String name, long from, int count) {
        double all = settings.weights().stream().mapToDouble(w -> w).sum();
        float[] sum = new float[count];
        for (int m = 0; m < models.size(); m++) {
            add(sum, settings.weights().get(m) / all, values(models.get(m), name, from, count));
        }
        return sum;
    }

    private float[] sumOfAdditions(String name, long from, int count) {
        float[] start = values(base, name, from, count);
        float[] result = start.clone();
        for (int m = 0; m < models.size(); m++) {
            float[] additions = additions(models.get(m), start, name, from);
            add(result, settings.weights().get(m) * settings.scale(), additions);
        }
        return result;
    }

    private float[] ties(String name, long from, int count) {
        List<Trim> kept = trims(name);
        float[] start = values(base, name, from, count);
        List<float[]> additions = new ArrayList<>();
        for (TensorSource model : models) {
            additions.add(additions(model, start, name, from));
        }
        float[] result = start.clone();
        for (int i = 0; i < count; i++) {
            result[i] += (float) (settings.scale() * elected(additions, kept, i, from + i));
        }
        return result;
    }

    /** The mean by weight of the additions that count and have the sign of the weighted sum. */
    private double elected(List<float[]> additions, List<Trim> kept, int i, long position) {
        double total = 0;
        for (int m = 0; m < additions.size(); m++) {
            total += counted(additions, kept, m, i, position) * settings.weights().get(m);
        }
        double sign = total >= 0 ? 1 : -1;
        double sum = 0;
        double weights = 0;
        for (int m = 0; m < additions.size(); m++) {
            double weight = settings.weights().get(m);
            double share = weight * counted(additions, kept, m, i, position);
            if (share * sign > 0) {
                sum += share;
                weights += weight;
            }
        }
        return weights == 0 ? sum : sum / weights;
    }

    private static float counted(
            List<float[]> additions, List<Trim> kept, int m, int i, long position) {
        float value = additions.get(m)[i];
        return kept.get(m).keeps(position, value) ? value : 0;
    }

    /** Kept until another tensor is asked for: a tensor is written in pieces. */
    private List<Trim> trims(String name) {
        if (!name.equals(trimmed)) {
            long size = info(name).shape().elements();
            long count = (long) (settings.density() * size);
            List<Trim> found = new ArrayList<>();
            for (TensorSource model : models) {
                found.add(
                        count == size
                                ? Trim.NONE
                                : Trim.largest(count, sink -> scan(model, name, size, sink)));
            }
            trims = found;
            trimmed = name;
        }
        return trims;
    }

    private void scan(TensorSource model, String name, long size, Trim.Sink sink) {
        for (long from = 0; from < size; from += PIECE) {
            int count = (int) Math.min(PIECE, size - from);
            float[] additions = additions(model, values(base, name, from, count), name, from);
            for (int i = 0; i < count; i++) {
                sink.accept(from + i, additions[i]);
            }
        }
    }

    private static float[] additions(TensorSource model, float[] base, String name, long from) {
        float[] values = values(model, name, from, base.length);
        for (int i = 0; i < values.length; i++) {
            values[i] -= base[i];
        }
        return values;
    }

    private static void add(float[] sum, double weight, float[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (float) (weight * values[i]);
        }
    }

    private static float[] values(TensorSource source, String name, long from, int count) {
        DType dtype = source.info(name).dtype();
        float[] values = new float[count];
        ByteBuffer stored = source.bytes(name, from * dtype.bytes(), count * dtype.bytes());
        Floats.decode(dtype, stored, FloatBuffer.wrap(values));
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UserException(
                        "merge: tensor %s of one of the models holds %s".formatted(name, value));
            }
        }
        return values;
    }

    /** The models belong to who opened them. */
    @Override
    public void close() {}
}
