package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;

/** A weight that is read from its file each time it is needed, and takes no memory between. */
public record SourceWeight(TensorSource source, String name) implements Weight {

    @Override
    public Shape shape() {
        return new Shape(source.info(name).shape().toArray());
    }

    @Override
    public DType type() {
        return null;
    }

    @Override
    public boolean isTrainable() {
        return false;
    }

    @Override
    public NDArray value() {
        throw new IllegalStateException(name + " stays in its file");
    }

    @Override
    public void into(Engine engine, NDArray target) {
        if (engine.isCpu() && target.getDataType() == DataType.FLOAT32) {
            TensorTransfer.loadInto(target, source, name);
            return;
        }
        try (NDManager scope = engine.newScope()) {
            NDArray exact = TensorTransfer.load(scope, source, name);
            engine.call("fill", scope).with(target).with(exact).runOne();
        }
    }
}
