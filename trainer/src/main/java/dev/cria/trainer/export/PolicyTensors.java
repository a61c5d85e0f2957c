package dev.cria.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.adapt.AdapterMerge;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import dev.cria.trainer.engine.HostWindow;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a policy as a file would hold them, with the adapter merged in: W + scale B A, for
 * DoRA its rows scaled to their magnitudes, and the adapter's copies in place of the model's
 * weights. The sum is made in fp32, one tensor at a time, and only then rounded to the stored type.
 */
public final class PolicyTensors implements TensorSource {

    private final Policy policy;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final NDManager memory;
    private String currentName = "";
    private NDArray current;

    /** The tensors of a policy, stored as {@code dtype}. */
    public PolicyTensors(Policy policy, DType dtype) {
        this.policy = policy;
        this.memory = policy.engine().newScope();
        List<String> names = new ArrayList<>(policy.model().weights().keySet());
        if (policy.unties()) {
            names.add(LlamaModel.HEAD);
        }
        for (String name : names) {
            Shape shape = Shape.of(weight(name).shape().getShape());
            infos.put(name, new TensorInfo(name, dtype, shape));
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return infos;
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        DType dtype = infos.get(name).dtype();
        ByteBuffer bytes = ByteBuffer.allocate(byteLength).order(ByteOrder.LITTLE_ENDIAN);
        int count = byteLength / dtype.bytes();
        try (NDManager scope = memory.newSubManager()) {
            NDArray window =
                    policy.engine()
                            .call("window", scope)
                            .with(values(name))
                            .with(Engine.integers(scope, byteOffset / dtype.bytes(), count))
                            .runOne();
            NDArray exact =
                    policy.engine()
                            .call("convert", scope)
                            .with(window)
                            .with(Engine.integers(scope, FileArrays.torchNumber(DType.F32)))
                            .runOne();
            HostWindow.read(
                    exact, 0, count, host -> Floats.encode(dtype, host.asFloatBuffer(), bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor, its update in it, as real numbers of some type; until another is asked for. */
    private NDArray values(String name) {
        NDArray saved = policy.adapter() == null ? null : policy.adapter().saved(name);
        if (saved != null) {
            return saved;
        }
        Weight weight = weight(name);
        int module = adaptedModule(name);
        if (weight.type() != null && module < 0) {
            return weight.value();
        }
        if (!name.equals(currentName)) {
            if (current != null) {
                current.close();
            }
            current = memory.create(weight.shape());
            weight.into(policy.engine(), current);
            if (module >= 0) {
                current = merge(current, LlamaLayer.index(name), module);
            }
            currentName = name;
        }
        return current;
    }

    /** The position in {@link LlamaLayer#LINEARS} of an adapted weight; -1 if it is not adapted. */
    private int adaptedModule(String name) {
        if (policy.adapter() == null || !name.startsWith("model.layers.")) {
            return -1;
        }
        int layer = LlamaLayer.index(name);
        for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
            String tensor = LlamaLayer.name(layer, LlamaLayer.LINEARS.get(i) + ".weight");
            if (tensor.equals(name) && policy.lowRank(layer).adapts(i)) {
                return i;
            }
        }
        return -1;
    }

    private NDArray merge(NDArray weight, int layer, int module) {
        try (weight) {
            return AdapterMerge.merged(
                    policy.engine(),
                    weight,
                    policy.lowRank(layer),
                    module,
                    policy.adapter().config(),
                    memory);
        }
    }

    /** A head that the adapter has cut loose from the embeddings was one with them. */
    private Weight weight(String name) {
        var weights = policy.model().weights();
        return weights.get(weights.containsKey(name) ? name : LlamaModel.EMBEDDING);
    }

    @Override
    public void close() {
        memory.close();
    }
}
