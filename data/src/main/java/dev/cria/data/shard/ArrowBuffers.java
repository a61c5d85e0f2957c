package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where the buffers of an Arrow file lie, so that they can be read in place. Source: "Arrow
 * columnar format", section IPC file format.
 */
final class ArrowBuffers {

    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.UTF_8);

    /** Before the metadata of a message: a mark and its length. */
    private static final int MESSAGE_PREFIX = 8;

    private final Path path;
    private final ByteBuffer file;
    private final RecordBatch batch;
    private final long body;
    private final long bodyLength;
    private final int rows;

    /**
     * @param file all of it, from its first byte
     * @throws CorruptFileException if it is no Arrow file of this schema with one record batch
     */
    ArrowBuffers(Path path, ByteBuffer file, Schema schema) {
        this.path = path;
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            Footer footer = footer();
            if (!Schema.convertSchema(footer.schema()).equals(schema)) {
                throw corrupt("is an Arrow file of other columns than expected");
            }
            if (footer.recordBatchesLength() != 1) {
                throw corrupt("has " + footer.recordBatchesLength() + " record batches, not one");
            }
            Block block = footer.recordBatches(0);
            body = block.offset() + block.metaDataLength();
            bodyLength = block.bodyLength();
            int metadata = Math.toIntExact(block.offset());
            Message message =
                    Message.getRootAsMessage(
                            slice(metadata + MESSAGE_PREFIX, block.metaDataLength()));
            batch = (RecordBatch) message.header(new RecordBatch());
            if (batch == null || batch.compression() != null) {
                throw corrupt("has no plain record batch");
            }
            rows = Math.toIntExact(batch.length());
        } catch (CorruptFileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CorruptFileException(path, "is not a valid Arrow file: " + e, e);
        }
    }

    /** Number of rows. */
    int rows() {
        return rows;
    }

    /**
     * A buffer of the record batch, little-endian.
     *
     * @param index in the order of the schema, depth first, validity before what it is about
     */
    ByteBuffer buffer(int index) {
        try {
            Buffer buffer = batch.buffers(index);
            if (buffer.offset() < 0
                    || buffer.length() < 0
                    || buffer.offset() + buffer.length() > bodyLength) {
                throw corrupt("has a buffer outside of its record batch");
            }
            return slice(Math.toIntExact(body + buffer.offset()), buffer.length());
        } catch (CorruptFileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CorruptFileException(path, "is not a valid Arrow file: " + e, e);
        }
    }

    private Footer footer() {
        int end = file.limit() - MAGIC.length;
        byte[] magic = new byte[MAGIC.length];
        file.get(end, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw corrupt("does not end as an Arrow file does");
        }
        int length = file.getInt(end - Integer.BYTES);
        return Footer.getRootAsFooter(slice(end - Integer.BYTES - length, length));
    }

    private ByteBuffer slice(int from, long length) {
        return file.slice(from, Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private CorruptFileException corrupt(String what) {
        return new CorruptFileException(path, what);
    }
}
