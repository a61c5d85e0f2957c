package dev.cria.trainer.distill;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Segment;
import dev.cria.trainer.pass.Likeliest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a teacher finds likeliest at each target of a document.
 *
 * @param origin file and row of the document
 * @param digest CRC-32C of its token ids and of the places of its targets
 * @param said null where only the document itself is known
 */
record StoredRow(String origin, int digest, Likeliest said) {

    /** The documents of a batch of whole texts, whose targets stand one behind the other. */
    static List<StoredRow> of(Batch batch, Likeliest said) {
        List<StoredRow> rows = new ArrayList<>();
        int first = 0;
        for (int document = 0; document < batch.origins().size(); document++) {
            int end = first;
            while (end < batch.owners().length && batch.owners()[end] == document) {
                end++;
            }
            rows.add(
                    new StoredRow(
                            batch.origins().get(document),
                            digest(batch, document, first, end),
                            said == null ? null : said.range(first, end)));
            first = end;
        }
        return rows;
    }

    private static int digest(Batch batch, int document, int firstTarget, int endTarget) {
        Segment segment = batch.segments().get(document);
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * (segment.length() + endTarget - firstTarget));
        for (int i = 0; i < segment.length(); i++) {
            bytes.putInt(batch.ids()[segment.start() + i]);
        }
        for (int i = firstTarget; i < endTarget; i++) {
            bytes.putInt(batch.rows()[i] - segment.start());
        }
        return crc(bytes.flip());
    }

    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** As in the file, ready to be read. */
    ByteBuffer bytes() {
        byte[] name = origin.getBytes(StandardCharsets.UTF_8);
        int numbers = 3 + said.ids().length + said.logProbs().length;
        ByteBuffer bytes = littleEndian(name.length + Integer.BYTES * numbers);
        bytes.putInt(name.length).put(name).putInt(digest).putInt(said.targets());
        for (int id : said.ids()) {
            bytes.putInt(id);
        }
        for (float logProb : said.logProbs()) {
            bytes.putFloat(logProb);
        }
        return bytes.flip();
    }

    /**
     * The opposite.
     *
     * @param count of the likeliest tokens of a target
     * @throws java.nio.BufferUnderflowException if the numbers do not agree with each other
     */
    static StoredRow read(ByteBuffer bytes, int count) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        byte[] name = new byte[length];
        bytes.get(name);
        int digest = bytes.getInt();
        long targets = bytes.getInt();
        if (targets * (2L * count + 1) * Integer.BYTES != bytes.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        int[] ids = new int[(int) targets * count];
        float[] logProbs = new float[(int) targets * (count + 1)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes.getInt();
        }
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = bytes.getFloat();
        }
        return new StoredRow(
                new String(name, StandardCharsets.UTF_8),
                digest,
                new Likeliest(count, ids, logProbs));
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
