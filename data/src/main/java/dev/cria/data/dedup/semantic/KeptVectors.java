package dev.cria.data.dedup.semantic;

import java.util.Arrays;

/** The documents of a cluster that are kept so far. */
final class KeptVectors {

    private final int width;
    private final long minProduct;
    private short[] vectors = new short[0];
    private long[] ordinals = new long[16];
    private long[] sizes = new long[16];
    private int size;

    /**
     * @param minProduct from which on documents are the same
     */
    KeptVectors(int width, long minProduct) {
        this.width = width;
        this.minProduct = minProduct;
    }

    int size() {
        return size;
    }

    void add(long ordinal, short[] vector) {
        if (vectors.length < (size + 1) * width) {
            vectors = Arrays.copyOf(vectors, Math.max(2 * size, 16) * width);
        }
        if (size == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, 2 * size);
            sizes = Arrays.copyOf(sizes, 2 * size);
        }
        System.arraycopy(vector, 0, vectors, size * width, width);
        ordinals[size] = ordinal;
        sizes[size] = 1;
        size++;
    }

    /**
     * The first one that is the same as another document, which counts as its copy; -1 for none.
     */
    long same(short[] vector) {
        for (int i = 0; i < size; i++) {
            if (UnitVectors.dot(vectors, i * width, vector, 0, width) >= minProduct) {
                sizes[i]++;
                return ordinals[i];
            }
        }
        return -1;
    }

    long ordinal(int i) {
        return ordinals[i];
    }

    /** How many documents it stands for, with itself. */
    long documents(int i) {
        return sizes[i];
    }
}
