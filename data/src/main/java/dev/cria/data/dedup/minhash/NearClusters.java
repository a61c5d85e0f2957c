package dev.cria.data.dedup.minhash;

import dev.cria.data.dedup.cluster.Clusters;
import dev.cria.data.dedup.cluster.DuplicateWriter;
import dev.cria.data.dedup.cluster.Parallel;
import dev.cria.data.dedup.cluster.Repeated;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.records.DiskLongs;
import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import dev.cria.data.records.RecordTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From signatures to clusters, all of it on disk as far as it does not fit into memory: (1) for
 * each bucket the documents are sorted by their hash; (2) what agrees in a bucket are candidates,
 * which get numbers; (3) the shingles of candidates are put where they can be found; (4) candidates
 * are merged; (5) of each set the document of the least priority is kept.
 */
final class NearClusters implements Closeable {

    private static final int BUCKET_WIDTH = 3;

    private final NearDuplicateSettings settings;
    private final Facts facts;
    private final Workplace place;
    private final Path folder;
    private final RecordSorter[] buckets;
    private final AtomicLong matches = new AtomicLong();

    NearClusters(NearDuplicateSettings settings, Facts facts, Workplace place) {
        this.settings = settings;
        this.facts = facts;
        this.place = place;
        this.folder = place.folder();
        this.buckets = new RecordSorter[settings.buckets()];
        for (int i = 0; i < buckets.length; i++) {
            long memory = place.memoryBytes() / 2 / buckets.length;
            buckets[i] = new RecordSorter(folder, "bucket-" + i, BUCKET_WIDTH, memory);
        }
    }

    /**
     * Finds the clusters and writes them down.
     *
     * @return how many documents agreed in a bucket with one before them, over all buckets
     */
    long settle(boolean lastWins) throws IOException {
        Parallel.run(place.threads(), facts.parts(), this::readSignatures);
        RecordTable candidates = findCandidates();
        UnionFind sets = new UnionFind(folder.resolve("sets.tmp"), candidates.size());
        DiskLongs priorities = new DiskLongs(folder.resolve("priorities.tmp"), candidates.size());
        try (ShingleStore shingles = new ShingleStore(folder, candidates.size())) {
            Parallel.run(
                    place.threads(),
                    facts.parts(),
                    part -> readCandidates(part, candidates, priorities, shingles));
            Parallel.run(
                    place.threads(),
                    settings.buckets(),
                    bucket -> merge(bucket, candidates, sets, shingles));
        }
        write(candidates, sets, priorities, lastWins);
        return matches.get();
    }

    private void readSignatures(int part) throws IOException {
        RecordBatch[] batches = new RecordBatch[settings.buckets()];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new RecordBatch(buckets[i], BUCKET_WIDTH);
        }
        NearFacts document = new NearFacts(settings.buckets());
        try (Facts.Cursor cursor = facts.open(part)) {
            while (cursor.next()) {
                if (!document.read(cursor)) {
                    continue;
                }
                for (int i = 0; i < batches.length; i++) {
                    batches[i].add(document.high(i), document.low(i), cursor.ordinal());
                }
            }
        }
        for (RecordBatch batch : batches) {
            batch.flush();
        }
    }

    private RecordTable findCandidates() throws IOException {
        Path file = folder.resolve("candidates.tmp");
        long memory = place.memoryBytes() / 8;
        try (RecordSorter all = new RecordSorter(folder, "candidates", 1, memory)) {
            Parallel.run(
                    place.threads(),
                    settings.buckets(),
                    bucket -> {
                        try (RecordSorter sorter = buckets[bucket];
                                RecordReader sorted = sorter.sorted()) {
                            BucketMatches groups = new BucketMatches(sorted);
                            RecordBatch batch = new RecordBatch(all, 1);
                            RecordTable.write(groups(bucket), 1, new Tee(groups, batch));
                            batch.flush();
                            matches.addAndGet(groups.matches());
                        }
                    });
            try (RecordReader sorted = all.sorted()) {
                RecordTable.write(file, 1, new Repeated(sorted, 1, 0));
            }
        }
        return RecordTable.open(file, 1);
    }

    private Path groups(int bucket) {
        return folder.resolve("groups-" + bucket + ".tmp");
    }

    private void readCandidates(
            int part, RecordTable candidates, DiskLongs priorities, ShingleStore shingles)
            throws IOException {
        NearFacts document = new NearFacts(settings.buckets());
        long next = candidates.findFrom(facts.firstOrdinal(part));
        try (Facts.Cursor cursor = facts.open(part)) {
            while (next < candidates.size() && cursor.next()) {
                if (cursor.ordinal() != candidates.get(next, 0)) {
                    continue;
                }
                document.read(cursor);
                priorities.set(next, document.priority());
                if (settings.verify()) {
                    shingles.put(next, document.shingles());
                }
                next++;
            }
        }
    }

    private void merge(int bucket, RecordTable candidates, UnionFind sets, ShingleStore shingles)
            throws IOException {
        RecordTable groups = RecordTable.open(groups(bucket), 1);
        GroupMerge group = new GroupMerge(sets, shingles, settings.minSimilarity());
        long before = 0;
        for (long i = 0; i < groups.size(); i++) {
            long value = groups.get(i, 0);
            long candidate = candidates.find(value < 0 ? ~value : value);
            if (settings.verify()) {
                if (value < 0) {
                    group.begin();
                }
                group.add(candidate);
            } else if (value >= 0) {
                sets.union(before, candidate);
            }
            before = candidate;
        }
    }

    private void write(
            RecordTable candidates, UnionFind sets, DiskLongs priorities, boolean lastWins)
            throws IOException {
        int width = Clusters.width(1);
        long memory = place.memoryBytes() / 8;
        try (RecordSorter sorter = new RecordSorter(folder, "clusters-by-root", width, memory);
                DuplicateWriter writer = new DuplicateWriter(place, memory)) {
            RecordBatch batch = new RecordBatch(sorter, width);
            for (long i = 0; i < candidates.size(); i++) {
                long rank = Clusters.rank(candidates.get(i, 0), lastWins);
                batch.add(sets.find(i), priorities.get(i), rank);
            }
            batch.flush();
            try (RecordReader sorted = sorter.sorted()) {
                Clusters.scan(sorted, 1, lastWins, writer.new Sink());
            }
            writer.finish();
        }
    }

    @Override
    public void close() throws IOException {
        for (RecordSorter bucket : buckets) {
            bucket.close();
        }
        try (var files = Files.newDirectoryStream(folder, "*.tmp")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
