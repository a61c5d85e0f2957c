package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.dataset.TextExamples;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of shards, opened for reading. A shard is read into memory and its hash compared with
 * the manifest before anything in it is parsed.
 */
public final class TokenShards {

    private final Path folder;
    private final ShardManifest manifest;

    private TokenShards(Path folder, ShardManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Opens a folder; only its manifest is read.
     *
     * @throws CorruptFileException if the manifest is damaged, or a shard is missing or has another
     *     size than it says
     */
    public static TokenShards open(Path folder) {
        TokenShards shards = new TokenShards(folder, ShardManifest.read(folder));
        shards.manifest.shards().forEach(shards::verifySize);
        return shards;
    }

    /** What the folder holds. */
    public ShardManifest manifest() {
        return manifest;
    }

    /**
     * @throws UserException if the shards were made with another tokenizer
     */
    public void requireTokenizer(Tokenizer tokenizer) {
        if (!tokenizer.fingerprint().equals(manifest.tokenizerSha256())) {
            throw new UserException(
                    folder
                            + ": was made with another tokenizer (SHA-256 "
                            + manifest.tokenizerSha256()
                            + ", the model's has "
                            + tokenizer.fingerprint()
                            + "); tokenise the text again with the model's tokenizer");
        }
    }

    /**
     * The documents of a shard.
     *
     * @param index from 0
     * @throws CorruptFileException if the file differs from what was written
     */
    public List<TokenDocument> read(int index) {
        ShardManifest.Shard shard = manifest.shards().get(index);
        Path file = verifySize(shard);
        byte[] bytes = bytes(file);
        String hash = Sha256.of(bytes);
        if (!hash.equals(shard.sha256())) {
            throw new CorruptFileException(
                    file, "has SHA-256 " + hash + ", the manifest says " + shard.sha256());
        }
        List<TokenDocument> documents = ArrowShard.decode(file, bytes);
        verifyContent(file, shard, documents);
        return documents;
    }

    /**
     * The documents of all shards as examples, of which every token carries loss. Longer ones are
     * cut into pieces. One shard at a time is held in memory.
     */
    public Stream<TokenizedExample> examples(int maxSeqLen) {
        return IntStream.range(0, manifest.shards().size())
                .boxed()
                .flatMap(index -> read(index).stream())
                .flatMap(
                        document ->
                                TextExamples.pieces(document.ids(), document.origin(), maxSeqLen)
                                        .stream());
    }

    private Path verifySize(ShardManifest.Shard shard) {
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
            return file;
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e, e);
        }
    }

    private void verifyContent(
            Path file, ShardManifest.Shard shard, List<TokenDocument> documents) {
        long tokens = 0;
        for (TokenDocument document : documents) {
            tokens += document.ids().length;
            for (int id : document.ids()) {
                if (id < 0 || id >= manifest.vocabSize()) {
                    throw new CorruptFileException(
                            file,
                            "document "
                                    + document.origin()
                                    + " has the id "
                                    + id
                                    + ", expected 0 to "
                                    + (manifest.vocabSize() - 1));
                }
            }
        }
        if (documents.size() != shard.documents() || tokens != shard.tokens()) {
            throw new CorruptFileException(
                    file,
                    "has %d documents of %d tokens, the manifest says %d of %d"
                            .formatted(
                                    documents.size(), tokens, shard.documents(), shard.tokens()));
        }
    }
}
