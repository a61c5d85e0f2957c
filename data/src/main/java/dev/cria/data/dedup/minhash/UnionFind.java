package dev.cria.data.dedup.minhash;

import dev.cria.data.records.DiskLongs;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Sets that are merged (Tarjan 1975, with path halving). The root of a set is its least element,
 * whatever the order in which sets were merged. For several threads.
 */
final class UnionFind {

    private final DiskLongs parents;

    /** Elements from 0, each in a set of its own; in a temporary file. */
    UnionFind(Path file, long size) throws IOException {
        parents = new DiskLongs(file, size);
        for (long i = 0; i < size; i++) {
            parents.set(i, i);
        }
    }

    /** The least element of the set that an element is in. */
    synchronized long find(long element) {
        long at = element;
        while (parents.get(at) != at) {
            long above = parents.get(parents.get(at));
            parents.set(at, above);
            at = above;
        }
        return at;
    }

    synchronized boolean isSame(long a, long b) {
        return find(a) == find(b);
    }

    synchronized void union(long a, long b) {
        long rootA = find(a);
        long rootB = find(b);
        parents.set(Math.max(rootA, rootB), Math.min(rootA, rootB));
    }
}
