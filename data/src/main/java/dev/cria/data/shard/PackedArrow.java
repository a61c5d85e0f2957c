package dev.cria.data.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Packed rows as an Arrow IPC file of one record batch: {@code ids: list<int32>}, and of the pieces
 * of the row {@code lengths: list<int32>}, {@code sources: list<int32>}, {@code origins:
 * list<utf8>}. Whole columns are copied at once.
 */
final class PackedArrow {

    private static final ArrowType INT32 = new ArrowType.Int(32, true);

    static final Schema SCHEMA =
            new Schema(
                    List.of(
                            list("ids", INT32),
                            list("lengths", INT32),
                            list("sources", INT32),
                            list("origins", ArrowType.Utf8.INSTANCE)));

    private PackedArrow() {}

    private static Field list(String name, ArrowType of) {
        Field item = new Field("item", FieldType.notNullable(of), List.of());
        return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item));
    }

    static void write(WritableByteChannel channel, PackedRows rows) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                ArrowFileWriter writer =
                        new ArrowFileWriter(root, null, ArrowShard.keptOpen(channel))) {
            fill(root, rows);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
    }

    private static void fill(VectorSchemaRoot root, PackedRows rows) {
        ints(lists(root, "ids", rows.rowIds()), rows.ids());
        ints(lists(root, "lengths", rows.rowPieces()), rows.lengths());
        ints(lists(root, "sources", rows.rowPieces()), rows.sources());
        texts(lists(root, "origins", rows.rowPieces()), rows);
        for (FieldVector vector : root.getFieldVectors()) {
            ListVector lists = (ListVector) vector;
            allValid(lists, rows.rows());
            lists.setLastSet(rows.rows() - 1);
            lists.setValueCount(rows.rows());
        }
        root.setRowCount(rows.rows());
    }

    /** A column of lists of which it is known where they end. */
    private static ListVector lists(VectorSchemaRoot root, String name, PackedRows.Column ends) {
        ListVector lists = (ListVector) root.getVector(name);
        lists.setInitialCapacity(ends.size());
        lists.allocateNew();
        lists.getOffsetBuffer().setInt(0, 0);
        put(lists.getOffsetBuffer(), Integer.BYTES, ends);
        return lists;
    }

    private static void ints(ListVector lists, PackedRows.Column items) {
        IntVector values = (IntVector) lists.getDataVector();
        values.allocateNew(items.size());
        put(values.getDataBuffer(), 0, items);
        allValid(values, items.size());
        values.setValueCount(items.size());
    }

    private static void texts(ListVector lists, PackedRows rows) {
        VarCharVector texts = (VarCharVector) lists.getDataVector();
        PackedRows.Column ends = rows.originEnds();
        texts.allocateNew(rows.originBytes(), ends.size());
        texts.getDataBuffer().setBytes(0, rows.origins(), 0, rows.originBytes());
        texts.getOffsetBuffer().setInt(0, 0);
        put(texts.getOffsetBuffer(), Integer.BYTES, ends);
        allValid(texts, ends.size());
        texts.setLastSet(ends.size() - 1);
        texts.setValueCount(ends.size());
    }

    private static void allValid(FieldVector vector, int size) {
        ArrowBuf bits = vector.getValidityBuffer();
        bits.setOne(0L, (long) size / Byte.SIZE);
        if (size % Byte.SIZE > 0) {
            bits.setByte(size / Byte.SIZE, (1 << size % Byte.SIZE) - 1);
        }
    }

    private static void put(ArrowBuf buffer, int at, PackedRows.Column values) {
        ByteBuffer bytes = buffer.nioBuffer(at, Math.multiplyExact(Integer.BYTES, values.size()));
        bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values.values(), 0, values.size());
    }
}
