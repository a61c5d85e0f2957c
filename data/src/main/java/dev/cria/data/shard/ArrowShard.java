package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.SeekableReadChannel;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;

/**
 * One shard as an Arrow IPC file with the columns {@code ids: list<int32>} and {@code origin:
 * utf8}. The only place where Arrow parses anything: callers hand in bytes whose hash they checked.
 */
final class ArrowShard {

    private static final String IDS = "ids";
    private static final String ORIGIN = "origin";
    private static final FieldType INT32 = FieldType.notNullable(new ArrowType.Int(32, true));
    private static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Field(
                                    IDS,
                                    FieldType.notNullable(ArrowType.List.INSTANCE),
                                    List.of(new Field("item", INT32, List.of()))),
                            new Field(
                                    ORIGIN,
                                    FieldType.notNullable(ArrowType.Utf8.INSTANCE),
                                    List.of())));

    private ArrowShard() {}

    static byte[] encode(List<TokenDocument> documents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                ArrowFileWriter writer =
                        new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
            fill(root, documents);
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void fill(VectorSchemaRoot root, List<TokenDocument> documents) {
        ListVector lists = (ListVector) root.getVector(IDS);
        IntVector ids = (IntVector) lists.getDataVector();
        VarCharVector origins = (VarCharVector) root.getVector(ORIGIN);
        lists.setInitialCapacity(documents.size());
        lists.allocateNew();
        ids.allocateNew(documents.stream().mapToInt(document -> document.ids().length).sum());
        for (int row = 0; row < documents.size(); row++) {
            TokenDocument document = documents.get(row);
            int start = lists.startNewValue(row);
            for (int i = 0; i < document.ids().length; i++) {
                ids.set(start + i, document.ids()[i]);
            }
            lists.endValue(row, document.ids().length);
            origins.setSafe(row, document.origin().getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(documents.size());
    }

    /**
     * @param file named in messages
     * @throws CorruptFileException when the bytes are not such a file
     */
    static List<TokenDocument> decode(Path file, byte[] bytes) {
        try (BufferAllocator allocator = new RootAllocator();
                var channel = new ByteArrayReadableSeekableByteChannel(bytes);
                ArrowFileReader reader =
                        new ArrowFileReader(new SeekableReadChannel(channel), allocator)) {
            if (!reader.getVectorSchemaRoot().getSchema().equals(SCHEMA)) {
                throw new CorruptFileException(file, "is an Arrow file but not one of token ids");
            }
            List<TokenDocument> documents = new ArrayList<>();
            while (reader.loadNextBatch()) {
                read(reader.getVectorSchemaRoot(), documents);
            }
            return documents;
        } catch (CorruptFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptFileException(file, "is not a valid Arrow file: " + e, e);
        }
    }

    private static void read(VectorSchemaRoot root, List<TokenDocument> documents) {
        ListVector lists = (ListVector) root.getVector(IDS);
        IntVector values = (IntVector) lists.getDataVector();
        VarCharVector origins = (VarCharVector) root.getVector(ORIGIN);
        for (int row = 0; row < root.getRowCount(); row++) {
            int start = lists.getElementStartIndex(row);
            int[] ids = new int[lists.getElementEndIndex(row) - start];
            values.getDataBuffer()
                    .nioBuffer((long) start * Integer.BYTES, ids.length * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer()
                    .get(ids);
            String origin = new String(origins.get(row), StandardCharsets.UTF_8);
            documents.add(new TokenDocument(ids, origin));
        }
    }
}
