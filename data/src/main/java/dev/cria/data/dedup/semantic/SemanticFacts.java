package dev.cria.data.dedup.semantic;

import dev.cria.data.pipeline.Facts;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What has to be known of a document: the space and its priority (a byte, a long), the vector. */
final class SemanticFacts {

    private static final int HEAD_BYTES = 9;

    private ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES);

    static void write(Embedding embedding, long priority, DataOutput facts) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + 2 * embedding.vector().length);
        all.put((byte) embedding.space()).putLong(priority);
        all.asShortBuffer().put(embedding.vector());
        facts.write(all.array());
    }

    /** Reads the document that a cursor is at. */
    void read(Facts.Cursor cursor) throws IOException {
        byte[] bytes = new byte[cursor.length()];
        cursor.facts().readFully(bytes);
        buffer = ByteBuffer.wrap(bytes);
    }

    int space() {
        return buffer.get(0);
    }

    long priority() {
        return buffer.getLong(1);
    }

    void vector(short[] target) {
        buffer.duplicate().position(HEAD_BYTES).asShortBuffer().get(target);
    }
}
