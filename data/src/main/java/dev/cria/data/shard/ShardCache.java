package dev.cria.data.shard;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.logging.Logger;

/**
 * Tokenised examples that are kept: a folder of shards for each description of a source, under its
 * hash. One process at a time uses a cache. It may be deleted at any time.
 */
public final class ShardCache {

    private static final Logger LOG = Logger.getLogger(ShardCache.class.getName());
    private static final int NAME_LENGTH = 24;

    private final Path root;
    private final ShardWriter writer;

    /** A cache in a folder, which is made where it is missing. */
    public ShardCache(Path root, ShardWriter writer) {
        this.root = root;
        this.writer = writer;
    }

    /**
     * The examples of a source: those of an earlier time if nothing that they depend on has
     * changed, else tokenised now.
     *
     * @param onExamples is told the number of examples tokenised, for a progress bar
     */
    public TokenShards open(ExampleSource source, LongConsumer onExamples) {
        Path folder = root.resolve(name(source));
        if (Files.exists(folder)) {
            try {
                return TokenShards.open(folder);
            } catch (UserException e) {
                LOG.warning(() -> "tokenising again: " + e.getMessage());
                delete(folder);
            }
        }
        deleteAbandoned();
        long start = System.nanoTime();
        ShardManifest written = writer.write(folder, source, onExamples);
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.info(
                () ->
                        "tokenised %d examples, %d tokens in %.2f s (%.0f tokens/s) into %s"
                                .formatted(
                                        written.examples(),
                                        written.tokens(),
                                        seconds,
                                        written.tokens() / seconds,
                                        folder));
        return TokenShards.open(folder);
    }

    /** The name under which the examples of a source lie: a hash of its description. */
    public static String name(ExampleSource source) {
        String text = new TreeMap<>(source.description()).toString();
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_LENGTH);
    }

    /** What a killed process has left behind. */
    private void deleteAbandoned() {
        if (!Files.exists(root)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "*.tmp-*")) {
            entries.forEach(ShardCache::delete);
        } catch (IOException e) {
            throw new UserException(root + ": cannot be listed: " + e, e);
        }
    }

    private static void delete(Path folder) {
        try {
            Storage.disk().delete(folder);
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be deleted: " + e, e);
        }
    }
}
