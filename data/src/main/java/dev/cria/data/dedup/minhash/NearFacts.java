package dev.cria.data.dedup.minhash;

import dev.cria.data.pipeline.Facts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What has to be known of a document: the hash of each bucket (two longs), its priority, and, where
 * candidates are verified, the set of its shingles. A document without shingles has no facts.
 */
final class NearFacts {

    private final int buckets;
    private byte[] bytes = new byte[1 << 12];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int shingles;

    NearFacts(int buckets) {
        this.buckets = buckets;
    }

    private static int headBytes(int buckets) {
        return (2 * buckets + 1) * 8;
    }

    static void write(
            Signer signer, int buckets, long[] shingles, int[] set, long priority, DataOutput facts)
            throws IOException {
        ByteBuffer all = ByteBuffer.allocate(headBytes(buckets) + set.length * 4);
        long[] signature = signer.signature(shingles);
        for (int i = 0; i < buckets; i++) {
            var hash = signer.bucket(signature, i);
            all.putLong(hash.high()).putLong(hash.low());
        }
        all.putLong(priority);
        all.asIntBuffer().put(set);
        facts.write(all.array());
    }

    /** Reads the document that a cursor is at; false if it has no facts. */
    boolean read(Facts.Cursor cursor) throws IOException {
        int length = cursor.length();
        if (length == 0) {
            return false;
        }
        if (length > bytes.length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
            buffer = ByteBuffer.wrap(bytes);
        }
        DataInput input = cursor.facts();
        input.readFully(bytes, 0, length);
        shingles = (length - headBytes(buckets)) / 4;
        return true;
    }

    long high(int bucket) {
        return buffer.getLong(bucket * 16);
    }

    long low(int bucket) {
        return buffer.getLong(bucket * 16 + 8);
    }

    long priority() {
        return buffer.getLong(buckets * 16);
    }

    int[] shingles() {
        int[] set = new int[shingles];
        buffer.duplicate().position(headBytes(buckets)).asIntBuffer().get(set);
        return set;
    }
}
