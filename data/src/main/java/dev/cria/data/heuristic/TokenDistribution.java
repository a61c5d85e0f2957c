package dev.cria.data.heuristic;

import dev.cria.checkpoints.UserException;
import dev.cria.data.text.Words;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * How often each word occurs, in lower case, words of the same hash together: 2^18 counts. One is
 * added to each count, so that no word is impossible.
 */
final class TokenDistribution {

    private static final int MAGIC = 0x43544431;
    private static final int BITS = 18;
    private static final int SLOTS = 1 << BITS;

    private final long[] counts = new long[SLOTS];
    private long total = SLOTS;

    TokenDistribution() {
        Arrays.fill(counts, 1);
    }

    /** The slots of words, sorted. */
    static int[] slots(Words words) {
        int[] slots = new int[words.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot(words, i);
        }
        Arrays.sort(slots);
        return slots;
    }

    private static int slot(Words words, int i) {
        char[] text = words.text();
        long hash = 0;
        for (int j = words.start(i); j < words.end(i); j++) {
            hash = (hash + Character.toLowerCase(text[j])) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return (int) ((hash * 0xbf58476d1ce4e5b9L) >>> (64 - BITS));
    }

    /** Counts words more. */
    void add(int slot, long count) {
        counts[slot] += count;
        total += count;
    }

    /**
     * The Kullback-Leibler divergence of the distribution of words from this one, in nats: the mean
     * over the words of how much less probable each is here than among them. 0 for no words.
     *
     * @param slots of the words, sorted
     */
    double divergence(int[] slots) {
        double sum = 0;
        for (int i = 0; i < slots.length; ) {
            int end = i;
            while (end < slots.length && slots[end] == slots[i]) {
                end++;
            }
            double share = (double) (end - i) / slots.length;
            sum += share * Math.log(share * total / counts[slots[i]]);
            i = end;
        }
        return sum;
    }

    /** Writes the counts. */
    void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        for (long count : counts) {
            out.writeLong(count);
        }
        out.flush();
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @param name of the file, for the message
     */
    static TokenDistribution read(InputStream stream, String name) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new UserException(name + ": is no distribution of tokens that Cria has written");
        }
        TokenDistribution distribution = new TokenDistribution();
        distribution.total = 0;
        for (int i = 0; i < SLOTS; i++) {
            distribution.counts[i] = in.readLong();
            distribution.total += distribution.counts[i];
        }
        return distribution;
    }
}
