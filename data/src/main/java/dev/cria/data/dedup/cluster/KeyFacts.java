package dev.cria.data.dedup.cluster;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What has to be known of a document to find its equals.
 *
 * @param key documents with the same are equal
 * @param priority the equal document with the least is kept
 */
public record KeyFacts(TextHash key, long priority) {

    /** Writes it down. */
    public void write(DataOutput facts) throws IOException {
        facts.writeLong(key.high());
        facts.writeLong(key.low());
        facts.writeLong(priority);
    }

    static KeyFacts read(DataInput facts) throws IOException {
        return new KeyFacts(new TextHash(facts.readLong(), facts.readLong()), facts.readLong());
    }
}
