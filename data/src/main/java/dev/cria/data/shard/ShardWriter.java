package dev.cria.data.shard;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.checkpoints.durable.HashingChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes examples into a folder of shards; one shard at a time is held in memory. */
public final class ShardWriter {

    /** 16 MB of ids. */
    public static final long DEFAULT_TOKENS_PER_SHARD = 4_000_000;

    private final long tokensPerShard;

    /**
     * @param tokensPerShard a shard ends with the example that reaches this number of tokens
     */
    public ShardWriter(long tokensPerShard) {
        if (tokensPerShard < 1 || tokensPerShard > 250_000_000) {
            throw new IllegalArgumentException(
                    "tokensPerShard: expected 1 to 250000000, found " + tokensPerShard);
        }
        this.tokensPerShard = tokensPerShard;
    }

    /**
     * Writes a folder that must not exist yet. The same examples give the same bytes.
     *
     * @param onExamples is told the number of examples done, for a progress bar
     * @throws UserException if a row is not as it should be, or the folder cannot be written
     */
    public ShardManifest write(Path folder, ExampleSource source, LongConsumer onExamples) {
        ShardManifest[] written = new ShardManifest[1];
        DurableFiles.writeFolder(
                folder,
                writer -> {
                    Shards shards = new Shards(writer, onExamples);
                    RowCounts read;
                    try {
                        read = source.read(shards::add);
                    } catch (UncheckedIOException e) {
                        throw e.getCause();
                    }
                    shards.end();
                    written[0] =
                            new ShardManifest(
                                    source.description(), source.vocabSize(), read, shards.written);
                    writer.write(ShardManifest.NAME, FileContent.of(written[0].bytes()));
                });
        return written[0];
    }

    private final class Shards {

        private final FolderWriter writer;
        private final LongConsumer onExamples;
        private final List<ShardManifest.Shard> written = new ArrayList<>();
        private final List<StoredExample> waiting = new ArrayList<>();
        private long tokens;
        private long done;

        Shards(FolderWriter writer, LongConsumer onExamples) {
            this.writer = writer;
            this.onExamples = onExamples;
        }

        void add(StoredExample example) {
            waiting.add(example);
            tokens += example.ids().length;
            done++;
            if (tokens >= tokensPerShard) {
                end();
            }
            onExamples.accept(done);
        }

        void end() {
            if (waiting.isEmpty()) {
                return;
            }
            String name = "tokens-%05d.arrow".formatted(written.size());
            HashingChannel[] hashing = new HashingChannel[1];
            try {
                writer.write(
                        name,
                        channel -> {
                            hashing[0] = new HashingChannel(channel);
                            ArrowShard.write(hashing[0], waiting);
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written.add(
                    new ShardManifest.Shard(
                            name, hashing[0].bytes(), hashing[0].sha256(), waiting.size(), tokens));
            waiting.clear();
            tokens = 0;
        }
    }
}
