package dev.cria.data.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A shard as an Arrow IPC file of one record batch: {@code ids: list<int32>}, {@code spans:
 * list<int32>}, {@code weights: list<float32>}, {@code origin: utf8}; see {@link StoredExample}.
 */
final class ArrowShard {

    private static final ArrowType INT32 = new ArrowType.Int(32, true);
    private static final ArrowType FLOAT32 =
            new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

    static final Schema SCHEMA =
            new Schema(
                    List.of(
                            list("ids", INT32),
                            list("spans", INT32),
                            list("weights", FLOAT32),
                            new Field(
                                    "origin",
                                    FieldType.notNullable(ArrowType.Utf8.INSTANCE),
                                    List.of())));

    private ArrowShard() {}

    private static Field list(String name, ArrowType of) {
        Field item = new Field("item", FieldType.notNullable(of), List.of());
        return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item));
    }

    static void write(WritableByteChannel channel, List<StoredExample> examples)
            throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                ArrowFileWriter writer = new ArrowFileWriter(root, null, keptOpen(channel))) {
            fill(root, examples);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
    }

    /** Arrow's writer closes the channel that it is given; whoever opened it still forces it. */
    static WritableByteChannel keptOpen(WritableByteChannel channel) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                return channel.write(bytes);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() {}
        };
    }

    private static void fill(VectorSchemaRoot root, List<StoredExample> examples) {
        ListVector ids = lists(root, "ids", examples.size());
        ListVector spans = lists(root, "spans", examples.size());
        ListVector weights = lists(root, "weights", examples.size());
        VarCharVector origins = (VarCharVector) root.getVector("origin");
        ((IntVector) ids.getDataVector())
                .allocateNew(examples.stream().mapToInt(e -> e.ids().length).sum());
        for (int row = 0; row < examples.size(); row++) {
            StoredExample example = examples.get(row);
            ints(ids, row, example.ids());
            ints(spans, row, example.spans());
            floats(weights, row, example.weights());
            origins.setSafe(row, example.origin().getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(examples.size());
    }

    private static ListVector lists(VectorSchemaRoot root, String name, int rows) {
        ListVector lists = (ListVector) root.getVector(name);
        lists.setInitialCapacity(rows);
        lists.allocateNew();
        return lists;
    }

    private static void ints(ListVector lists, int row, int[] values) {
        int start = lists.startNewValue(row);
        IntVector items = (IntVector) lists.getDataVector();
        for (int i = 0; i < values.length; i++) {
            items.setSafe(start + i, values[i]);
        }
        lists.endValue(row, values.length);
    }

    private static void floats(ListVector lists, int row, float[] values) {
        int start = lists.startNewValue(row);
        Float4Vector items = (Float4Vector) lists.getDataVector();
        for (int i = 0; i < values.length; i++) {
            items.setSafe(start + i, values[i]);
        }
        lists.endValue(row, values.length);
    }
}
