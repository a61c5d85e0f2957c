package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A folder of shards, opened for reading. The files are mapped, not read: examples are taken from
 * them when they are asked for. Safe for use by several threads.
 */
public final class TokenShards {

    private final Path folder;
    private final ShardManifest manifest;
    private final List<MappedShard> shards;

    /** Number of examples before each shard, and of all. */
    private final int[] before;

    private TokenShards(Path folder, ShardManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        if (manifest.examples() >= Integer.MAX_VALUE) {
            throw new UserException(
                    folder
                            + ": has more than two billion examples; spread the files over several"
                            + " data sets");
        }
        shards = manifest.shards().stream().map(this::map).toList();
        before = new int[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            before[i + 1] = before[i] + shards.get(i).rows();
        }
    }

    /**
     * Opens a folder.
     *
     * @throws CorruptFileException if the manifest is damaged, or a shard is missing or is not laid
     *     out as it says; the content of a shard is verified when its first ids are read
     */
    public static TokenShards open(Path folder) {
        return new TokenShards(folder, ShardManifest.read(folder));
    }

    /** What the folder holds. */
    public ShardManifest manifest() {
        return manifest;
    }

    /** Number of examples. */
    public int size() {
        return before[shards.size()];
    }

    /** Number of ids of an example, counted from 0. */
    public int length(int example) {
        int shard = shardOf(example);
        return shards.get(shard).length(example - before[shard]);
    }

    /** Runs of tokens that carry loss: first, after last, first, after last, … */
    public int[] spans(int example) {
        int shard = shardOf(example);
        MappedShard file = shards.get(shard);
        int row = example - before[shard];
        int[] spans = new int[2 * file.numSpans(row)];
        for (int i = 0; i < file.numSpans(row); i++) {
            spans[2 * i] = file.spanStart(row, i);
            spans[2 * i + 1] = file.spanEnd(row, i);
        }
        return spans;
    }

    /** File and row of an example. */
    public String origin(int example) {
        int shard = shardOf(example);
        return shards.get(shard).origin(example - before[shard]);
    }

    /**
     * A part of an example; its first token carries no loss.
     *
     * @throws CorruptFileException if the file differs from what was written
     */
    public TokenizedExample slice(int example, int from, int to) {
        int shard = shardOf(example);
        MappedShard file = shards.get(shard);
        int row = example - before[shard];
        int[] ids = ids(shard, row, from, to);
        float[] weights = new float[to - from];
        for (int i = 0; i < file.numSpans(row); i++) {
            int start = Math.max(from + 1, file.spanStart(row, i));
            int end = Math.min(to, file.spanEnd(row, i));
            if (start < end) {
                Arrays.fill(weights, start - from, end - from, file.spanWeight(row, i));
            }
        }
        return new TokenizedExample(ids, weights, file.origin(row));
    }

    /**
     * An example that is a preference pair, with answers of at most {@code room} tokens.
     *
     * @throws CorruptFileException if the file differs from what was written
     */
    public PreferenceExample pair(int example, int room) {
        int shard = shardOf(example);
        int row = example - before[shard];
        int[] spans = spans(example);
        return new PreferenceExample(
                ids(shard, row, 0, spans[0]),
                ids(shard, row, spans[0], Math.min(spans[1], spans[0] + room)),
                ids(shard, row, spans[2], Math.min(spans[3], spans[2] + room)),
                origin(example));
    }

    /**
     * An example of ranked answers, each of at most {@code room} tokens.
     *
     * @throws CorruptFileException if the file differs from what was written
     */
    public RankedExample ranked(int example, int room) {
        int shard = shardOf(example);
        int row = example - before[shard];
        int[] spans = spans(example);
        List<int[]> answers = new ArrayList<>();
        for (int i = 0; i < spans.length; i += 2) {
            answers.add(ids(shard, row, spans[i], Math.min(spans[i + 1], spans[i] + room)));
        }
        return new RankedExample(ids(shard, row, 0, spans[0]), answers, origin(example));
    }

    private int[] ids(int shard, int row, int from, int to) {
        int[] ids = shards.get(shard).ids(row, from, to);
        for (int id : ids) {
            if (id < 0 || id >= manifest.vocabSize()) {
                throw new CorruptFileException(
                        folder.resolve(manifest.shards().get(shard).name()),
                        "has the id %d, expected 0 to %d".formatted(id, manifest.vocabSize() - 1));
            }
        }
        return ids;
    }

    private int shardOf(int example) {
        int found = Arrays.binarySearch(before, example);
        return found >= 0 ? found : -found - 2;
    }

    private MappedShard map(ShardManifest.Shard shard) {
        Path file = folder.resolve(shard.name());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CorruptFileException(file, "is missing");
        }
        try {
            long size = Files.size(file);
            if (size != shard.bytes()) {
                throw new CorruptFileException(
                        file, "has " + size + " bytes, the manifest says " + shard.bytes());
            }
            return new MappedShard(file, shard);
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e, e);
        }
    }
}
