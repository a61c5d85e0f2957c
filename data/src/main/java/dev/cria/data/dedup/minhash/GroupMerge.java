package dev.cria.data.dedup.minhash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the documents of a group, which agree in a signature, as far as they are similar: every
 * two of them are compared that are not in one set already and that are not equal to one that was
 * compared. So the sets are those of comparing all.
 */
final class GroupMerge {

    private final UnionFind sets;
    private final ShingleStore shingles;
    private final double minSimilarity;

    private final List<Part> parts = new ArrayList<>();

    /** What is in one set of the group: documents whose shingles differ. */
    private record Part(List<Long> documents, Map<Integer, Long> byHash) {

        void addAll(Part other) {
            documents.addAll(other.documents);
            other.byHash.forEach(byHash::putIfAbsent);
        }
    }

    GroupMerge(UnionFind sets, ShingleStore shingles, double minSimilarity) {
        this.sets = sets;
        this.shingles = shingles;
        this.minSimilarity = minSimilarity;
    }

    /** Begins a group. */
    void begin() {
        parts.clear();
    }

    /** The next document of the group. */
    void add(long document) throws IOException {
        int[] set = shingles.get(document);
        Part home = null;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!belongs(document, set, part)) {
                continue;
            }
            if (home == null) {
                home = part;
            } else {
                home.addAll(part);
                parts.remove(i--);
            }
        }
        if (home == null) {
            home = new Part(new ArrayList<>(), new HashMap<>());
            parts.add(home);
        }
        int hash = Arrays.hashCode(set);
        Long other = home.byHash.putIfAbsent(hash, document);
        if (other == null || !Arrays.equals(set, shingles.get(other))) {
            home.documents.add(document);
        }
    }

    private boolean belongs(long document, int[] set, Part part) throws IOException {
        if (sets.isSame(document, part.documents.get(0))) {
            return true;
        }
        for (int i = part.documents.size() - 1; i >= 0; i--) {
            long other = part.documents.get(i);
            if (Jaccard.bound(set.length, shingles.size(other)) >= minSimilarity
                    && Jaccard.of(set, shingles.get(other)) >= minSimilarity) {
                sets.union(document, other);
                return true;
            }
        }
        return false;
    }
}
