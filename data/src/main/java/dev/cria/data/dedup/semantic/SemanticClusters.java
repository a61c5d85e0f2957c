package dev.cria.data.dedup.semantic;

import dev.cria.data.dedup.cluster.DuplicateWriter;
import dev.cria.data.dedup.cluster.Parallel;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLongArray;

/** From vectors to decisions, space by space: k-means, sorting by cluster, pruning. */
final class SemanticClusters {

    private static final int PARTS = 8;

    private final SemanticSettings settings;
    private final Embedding.Source source;
    private final Facts facts;
    private final Workplace place;

    SemanticClusters(
            SemanticSettings settings, Embedding.Source source, Facts facts, Workplace place) {
        this.settings = settings;
        this.source = source;
        this.facts = facts;
        this.place = place;
    }

    void settle() throws IOException {
        AtomicLongArray documents = count();
        try (DuplicateWriter writer = new DuplicateWriter(place, place.memoryBytes() / 8)) {
            for (int space = 0; space < source.spaces(); space++) {
                if (documents.get(space) > 0) {
                    settle(space, documents.get(space), writer);
                }
            }
            writer.finish();
        }
    }

    private AtomicLongArray count() throws IOException {
        AtomicLongArray documents = new AtomicLongArray(source.spaces());
        Parallel.run(
                place.threads(),
                facts.parts(),
                part -> {
                    SemanticFacts document = new SemanticFacts();
                    try (Facts.Cursor cursor = facts.open(part)) {
                        while (cursor.next()) {
                            document.read(cursor);
                            documents.incrementAndGet(document.space());
                        }
                    }
                });
        return documents;
    }

    private void settle(int space, long documents, DuplicateWriter writer) throws IOException {
        int width = source.dimensions(space);
        SphericalKMeans clusters =
                new SphericalKMeans(facts, place, settings, space, width, documents);
        clusters.run();
        RecordSorter[] sorters = new RecordSorter[PARTS];
        for (int i = 0; i < PARTS; i++) {
            String name = "vectors-" + space + "-" + i;
            int columns = ClusterPruning.columns(width);
            sorters[i] =
                    new RecordSorter(
                            place.folder(), name, columns, place.memoryBytes() / 4 / PARTS);
        }
        try {
            Parallel.run(
                    place.threads(),
                    facts.parts(),
                    part -> assign(part, space, width, clusters, sorters));
            int threads = Math.min(place.threads(), PARTS);
            Parallel.run(
                    threads,
                    PARTS,
                    part -> {
                        DuplicateWriter.Sink sink = writer.new Sink();
                        prune(sorters[part], "rest-" + space + "-" + part, width, threads, sink);
                        sink.flush();
                    });
        } finally {
            for (RecordSorter sorter : sorters) {
                sorter.close();
            }
        }
    }

    private void assign(
            int part, int space, int width, SphericalKMeans clusters, RecordSorter[] sorters)
            throws IOException {
        RecordBatch[] batches = new RecordBatch[PARTS];
        for (int i = 0; i < PARTS; i++) {
            batches[i] = new RecordBatch(sorters[i], ClusterPruning.columns(width));
        }
        SemanticFacts document = new SemanticFacts();
        short[] vector = new short[width];
        try (Facts.Cursor cursor = facts.open(part)) {
            while (cursor.next()) {
                document.read(cursor);
                if (document.space() != space) {
                    continue;
                }
                document.vector(vector);
                int cluster = clusters.nearest(vector);
                long[] record = new long[ClusterPruning.columns(width)];
                record[0] = cluster;
                record[1] =
                        settings.keep().equals("far")
                                ? clusters.similarity(vector, cluster)
                                : document.priority();
                record[2] = cursor.ordinal();
                ClusterPruning.pack(vector, record);
                batches[cluster % PARTS].add(record);
            }
        }
        for (RecordBatch batch : batches) {
            batch.flush();
        }
    }

    private void prune(
            RecordSorter sorter, String name, int width, int threads, DuplicateWriter.Sink sink)
            throws IOException {
        try (RecordReader sorted = sorter.sorted()) {
            new ClusterPruning(
                            place.folder(),
                            name,
                            width,
                            settings.minSimilarity(),
                            place.memoryBytes() / 2 / threads,
                            sink)
                    .prune(sorted);
        }
    }
}
