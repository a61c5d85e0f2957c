package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** An F32 model with an adapter merged in by the definition, W + scale B A. */
record MergedModel(TensorSource model, LoraConfig config, TensorSource adapter)
        implements TensorSource {

    @Override
    public Map<String, TensorInfo> tensors() {
        return model.tensors();
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        String module = name.substring(0, name.lastIndexOf('.'));
        String nameA = PeftAdapter.tensorName(module, 'A');
        if (!adapter.tensors().containsKey(nameA)) {
            return model.bytes(name, byteOffset, byteLength);
        }
        float[] a = floats(adapter, nameA);
        float[] b = floats(adapter, PeftAdapter.tensorName(module, 'B'));
        float[] weight = floats(model, name);
        int inputs = a.length / config.rank();
        for (int i = 0; i < weight.length; i++) {
            double sum = 0;
            for (int k = 0; k < config.rank(); k++) {
                sum += (double) b[i / inputs * config.rank() + k] * a[k * inputs + i % inputs];
            }
            weight[i] += (float) (config.scale() * sum);
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * weight.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weight);
        return bytes.slice((int) byteOffset, byteLength).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).shape().elements()];
        Floats.decode(source.info(name).dtype(), source.bytes(name), FloatBuffer.wrap(values));
        return values;
    }

    @Override
    public void close() {}
}
