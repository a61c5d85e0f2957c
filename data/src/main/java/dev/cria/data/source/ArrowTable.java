package dev.cria.data.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Reads an Arrow IPC file or stream, its nested columns as lists and mappings. */
final class ArrowTable {

    /** Of batches, which lie outside of the heap. */
    private static final long MAX_BYTES = 1L << 30;

    private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

    private ArrowTable() {}

    static void read(Path file, TableMain out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                RootAllocator allocator = new RootAllocator(MAX_BYTES);
                ArrowReader reader = reader(channel, allocator)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                rows(batch, reader, out);
                out.read(channel.position());
            }
        }
    }

    private static ArrowReader reader(FileChannel channel, RootAllocator allocator)
            throws IOException {
        byte[] begin = new byte[MAGIC.length];
        channel.read(ByteBuffer.wrap(begin), 0);
        return Arrays.equals(begin, MAGIC)
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(channel, allocator);
    }

    private static void rows(VectorSchemaRoot batch, ArrowReader reader, TableMain out)
            throws IOException {
        Map<String, FieldVector> columns = new LinkedHashMap<>();
        for (FieldVector vector : batch.getFieldVectors()) {
            columns.put(vector.getName(), plain(vector, reader));
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Map.Entry<String, FieldVector> column : columns.entrySet()) {
                FieldVector vector = column.getValue();
                Object value = ArrowValues.plain(vector.getField(), vector.getObject(row));
                if (value != null) {
                    fields.put(column.getKey(), value);
                }
            }
            out.row(fields);
        }
        columns.forEach(
                (name, vector) -> {
                    if (vector != batch.getVector(name)) {
                        vector.close();
                    }
                });
    }

    private static FieldVector plain(FieldVector vector, ArrowReader reader) throws IOException {
        var encoding = vector.getField().getDictionary();
        return encoding == null
                ? vector
                : (FieldVector)
                        DictionaryEncoder.decode(
                                vector, reader.getDictionaryVectors().get(encoding.getId()));
    }
}
