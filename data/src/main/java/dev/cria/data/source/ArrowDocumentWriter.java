package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes an Arrow IPC file with the text columns id, text, url, source, language and meta (a JSON
 * object), in batches.
 */
public final class ArrowDocumentWriter implements DocumentWriter {

    private static final int BATCH_ROWS = 1024;
    private static final long BATCH_CHARACTERS = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA =
            new Schema(
                    Stream.of("id", "text", "url", "source", "language", "meta")
                            .map(ArrowDocumentWriter::column)
                            .toList());

    private final Path file;
    private final RootAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
    private final List<Document> pending = new ArrayList<>();
    private final ArrowFileWriter writer;
    private final FileChannel channel;
    private long characters;

    /** Creates the file, which must not exist. */
    public ArrowDocumentWriter(Path file) {
        this.file = file;
        try {
            channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writer = new ArrowFileWriter(batch, null, channel);
            writer.start();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static Field column(String name) {
        return new Field(name, FieldType.notNullable(ArrowType.LargeUtf8.INSTANCE), null);
    }

    @Override
    public void write(Document document) {
        pending.add(document);
        characters += document.text().length();
        if (pending.size() == BATCH_ROWS || characters >= BATCH_CHARACTERS) {
            writeBatch();
        }
    }

    private void writeBatch() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            batch.allocateNew();
            for (int row = 0; row < pending.size(); row++) {
                Document document = pending.get(row);
                set("id", row, document.id());
                set("text", row, document.text());
                set("url", row, document.url());
                set("source", row, document.source());
                set("language", row, document.language());
                set("meta", row, JSON.writeValueAsString(new TreeMap<>(document.meta())));
            }
            batch.setRowCount(pending.size());
            writer.writeBatch();
            pending.clear();
            characters = 0;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings has no JSON", e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void set(String column, int row, String value) {
        LargeVarCharVector vector = (LargeVarCharVector) batch.getVector(column);
        vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try (channel;
                allocator;
                batch) {
            writeBatch();
            writer.end();
            writer.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserException failure(IOException e) {
        return new UserException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
