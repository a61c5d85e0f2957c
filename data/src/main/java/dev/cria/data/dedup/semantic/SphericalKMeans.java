package dev.cria.data.dedup.semantic;

import dev.cria.data.dedup.cluster.Parallel;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Spherical k-means (Dhillon and Modha 2001) over vectors on disk: it begins with documents that
 * the seed draws, and works on up to 256 documents per cluster, as faiss does. Sums are of
 * integers, so that the centres are the same for any number of threads.
 */
final class SphericalKMeans {

    private static final int SAMPLE_PER_CLUSTER = 256;

    private final Facts facts;
    private final Workplace place;
    private final SemanticSettings settings;
    private final int space;
    private final int width;
    private final int clusters;
    private final long sampleLimit;
    private final short[] centres;

    SphericalKMeans(
            Facts facts,
            Workplace place,
            SemanticSettings settings,
            int space,
            int width,
            long documents) {
        this.facts = facts;
        this.place = place;
        this.settings = settings;
        this.space = space;
        this.width = width;
        this.clusters = settings.clusters(documents, place.memoryBytes(), width);
        double share = (double) SAMPLE_PER_CLUSTER * clusters / documents;
        this.sampleLimit = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
        this.centres = new short[clusters * width];
    }

    /** Finds the centres. */
    void run() throws IOException {
        begin();
        for (int i = 0; i < settings.iterations() && iterate(); i++) {
            // goes on
        }
    }

    /** Takes the documents of the smallest random numbers, of which no two are the same. */
    private void begin() throws IOException {
        NavigableMap<Long, short[]> chosen = new TreeMap<>();
        for (int part = 0; part < facts.parts(); part++) {
            scanPart(part, (ordinal, vector) -> choose(random(ordinal), vector, chosen));
        }
        int at = 0;
        for (short[] vector : chosen.values()) {
            System.arraycopy(vector, 0, centres, at, width);
            at += width;
        }
    }

    private void choose(long number, short[] vector, NavigableMap<Long, short[]> chosen) {
        if (chosen.size() < clusters || number < chosen.lastKey()) {
            chosen.put(number, vector.clone());
            if (chosen.size() > clusters) {
                chosen.pollLastEntry();
            }
        }
    }

    /** Moves the centres; false if none moved. */
    private boolean iterate() throws IOException {
        long[] all = new long[clusters * width];
        int threads = Math.min(place.threads(), 2); // as many as there is memory for
        Parallel.run(
                threads,
                facts.parts(),
                part -> {
                    long[] sums = new long[clusters * width];
                    scanPart(
                            part,
                            (ordinal, vector) -> {
                                if (random(ordinal) <= sampleLimit) {
                                    add(sums, nearest(vector), vector);
                                }
                            });
                    synchronized (all) {
                        for (int i = 0; i < all.length; i++) {
                            all[i] += sums[i];
                        }
                    }
                });
        boolean moved = false;
        for (int i = 0; i < clusters; i++) {
            short[] centre = UnitVectors.direction(all, i * width, width);
            if (centre != null
                    && !Arrays.equals(centre, 0, width, centres, i * width, (i + 1) * width)) {
                System.arraycopy(centre, 0, centres, i * width, width);
                moved = true;
            }
        }
        return moved;
    }

    private void add(long[] sums, int cluster, short[] vector) {
        for (int i = 0; i < width; i++) {
            sums[cluster * width + i] += vector[i];
        }
    }

    /** The cluster whose centre is most similar; the first of several. */
    int nearest(short[] vector) {
        int best = 0;
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < clusters; i++) {
            int dot = UnitVectors.dot(vector, 0, centres, i * width, width);
            if (dot > most) {
                most = dot;
                best = i;
            }
        }
        return best;
    }

    /** The product of a vector and the centre of a cluster. */
    int similarity(short[] vector, int cluster) {
        return UnitVectors.dot(vector, 0, centres, cluster * width, width);
    }

    /** Takes the documents of the space. */
    private interface Visitor {
        void visit(long ordinal, short[] vector) throws IOException;
    }

    private void scanPart(int part, Visitor visitor) throws IOException {
        SemanticFacts document = new SemanticFacts();
        short[] vector = new short[width];
        try (Facts.Cursor cursor = facts.open(part)) {
            while (cursor.next()) {
                document.read(cursor);
                if (document.space() == space) {
                    document.vector(vector);
                    visitor.visit(cursor.ordinal(), vector);
                }
            }
        }
    }

    /** From 0 to 2^63 - 1; the finaliser of SplitMix64. */
    private long random(long ordinal) {
        long z = settings.seed() * 0xD1342543DE82EF95L + ordinal * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
