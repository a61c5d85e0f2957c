package dev.cria.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorContent;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * AdamW's moments of a table, for those of its rows that ever had a gradient; those of the others
 * are zero, and so are their updates but for the weight decay. The result is that of whole moments:
 * a row that had a gradient once is updated in every step.
 *
 * <p>Rows get a place (a slot) in the order in which they first turn up.
 */
final class RowMoments implements AutoCloseable {

    private static final int FIRST_CAPACITY = 1024;

    private final Engine engine;
    private final Parameter table;
    private final NDManager memory;
    private final int[] slotOf;
    private long[] rows = new long[FIRST_CAPACITY];
    private int numSlots;
    private NDArray first;
    private NDArray second;

    /** No row has had a gradient yet. */
    RowMoments(Engine engine, Parameter table) {
        this.engine = engine;
        this.table = table;
        this.memory = engine.newScope();
        this.slotOf = new int[(int) table.value().getShape().get(0)];
        Arrays.fill(slotOf, -1);
        this.first = zeros(rows.length);
        this.second = zeros(rows.length);
    }

    /**
     * Changes the table in place.
     *
     * @param hyper the numbers that the kernel reads
     */
    void step(NDArray hyper, RowGradient gradient, NDManager scope) {
        long[] slots = gradient.rows().toLongArray();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot((int) slots[i]);
        }
        engine.call("adamw_rows", scope)
                .with(hyper)
                .with(table.value())
                .with(scope.create(slots))
                .with(gradient.values())
                .with(scope.create(Arrays.copyOf(rows, numSlots)))
                .with(first)
                .with(second)
                .runOne();
    }

    /** Both moments, the places of rows to come included. */
    Map<String, NDArray> numbers() {
        return Map.of("first." + table.name(), first, "second." + table.name(), second);
    }

    private int slot(int row) {
        if (slotOf[row] < 0) {
            if (numSlots == rows.length) {
                grow(Math.min(slotOf.length, 2 * rows.length));
            }
            slotOf[row] = numSlots;
            rows[numSlots++] = row;
        }
        return slotOf[row];
    }

    private void grow(int capacity) {
        rows = Arrays.copyOf(rows, capacity);
        first = grown(first, capacity);
        second = grown(second, capacity);
    }

    private NDArray grown(NDArray moments, int capacity) {
        try (NDArray more = zeros(capacity - (int) moments.getShape().get(0))) {
            NDArray larger = moments.concat(more);
            moments.close();
            return larger;
        }
    }

    private NDArray zeros(int capacity) {
        return memory.zeros(new Shape(capacity, table.value().getShape().get(1)));
    }

    /**
     * The rows and their moments, under the names {@code rows.X}, {@code first.X}, {@code
     * second.X}.
     */
    List<TensorData> state() {
        String name = table.name();
        TensorContent content =
                channel -> {
                    ByteBuffer bytes =
                            ByteBuffer.allocate(numSlots * Long.BYTES)
                                    .order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asLongBuffer().put(rows, 0, numSlots);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                };
        var shape = dev.cria.checkpoints.tensors.Shape.of(numSlots);
        return List.of(
                new TensorData(new TensorInfo("rows." + name, DType.I64, shape), content),
                moments("first." + name, first),
                moments("second." + name, second));
    }

    private TensorData moments(String name, NDArray moments) {
        var shape = dev.cria.checkpoints.tensors.Shape.of(numSlots, moments.getShape().get(1));
        return TensorTransfer.firstOf(new TensorInfo(name, DType.F32, shape), moments);
    }

    private NDArray used(NDArray moments) {
        return moments.get(new NDIndex("0:" + numSlots));
    }

    /** Takes up such a state; the table must be as high as it was. */
    void restore(TensorSource source) {
        TensorInfo info = source.info("rows." + table.name());
        int count = (int) info.shape().toArray()[0];
        long[] stored = new long[count];
        source.bytes(info.name(), 0, count * Long.BYTES).asLongBuffer().get(stored);
        // What is taken up here may be older than what is held: nothing of that may stay.
        Arrays.fill(slotOf, -1);
        numSlots = 0;
        first.close();
        second.close();
        first = zeros(rows.length);
        second = zeros(rows.length);
        for (long row : stored) {
            if (row < 0 || row >= slotOf.length || slotOf[(int) row] >= 0) {
                throw new UserException(
                        "tensor '%s' names row %d, but the table has %d rows, each to be named once; it is a checkpoint of another model"
                                .formatted(info.name(), row, slotOf.length));
            }
            slot((int) row);
        }
        if (count > 0) {
            try (NDArray usedFirst = used(first);
                    NDArray usedSecond = used(second)) {
                TensorTransfer.loadInto(usedFirst, source, "first." + table.name());
                TensorTransfer.loadInto(usedSecond, source, "second." + table.name());
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
