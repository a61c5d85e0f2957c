package dev.cria.data.shard;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.document.Document;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/** Tokenises documents into a folder of shards. */
public final class ShardWriter {

    /** 32 MB of ids: a shard is read into memory whole, to be checked before it is parsed. */
    public static final long DEFAULT_TOKENS_PER_SHARD = 8_000_000;

    private final Tokenizer tokenizer;
    private final long tokensPerShard;

    /**
     * @param tokensPerShard a shard ends with the document that reaches this number of tokens
     */
    public ShardWriter(Tokenizer tokenizer, long tokensPerShard) {
        if (tokensPerShard < 1 || tokensPerShard > 250_000_000) {
            throw new UserException(
                    "tokens_per_shard: "
                            + tokensPerShard
                            + " is out of range; expected 1 to 250000000");
        }
        this.tokenizer = tokenizer;
        this.tokensPerShard = tokensPerShard;
    }

    /**
     * Writes a folder that must not exist yet. Each document is framed by the tokens for the
     * beginning and the end of text. The same documents give the same bytes.
     *
     * @param onDocuments is told the number of documents done, for a progress bar
     * @throws UserException if there is no document, or the folder cannot be written
     */
    public ShardManifest write(
            Path folder, Iterator<Document> documents, LongConsumer onDocuments) {
        Iterator<TokenDocument> tokenised = new ParallelTokenizing(documents, tokenizer);
        List<ShardManifest.Shard> shards = new ArrayList<>();
        DurableFiles.writeFolder(
                folder,
                writer -> {
                    long done = 0;
                    while (tokenised.hasNext()) {
                        ShardManifest.Shard shard = shard(writer, shards.size(), tokenised);
                        shards.add(shard);
                        done += shard.documents();
                        onDocuments.accept(done);
                    }
                    if (shards.isEmpty()) {
                        throw new UserException(folder + ": there is no document to tokenise");
                    }
                    writer.write(ShardManifest.NAME, FileContent.of(manifest(shards).bytes()));
                });
        return manifest(shards);
    }

    private ShardManifest manifest(List<ShardManifest.Shard> shards) {
        return new ShardManifest(tokenizer.fingerprint(), tokenizer.vocabSize(), shards);
    }

    private ShardManifest.Shard shard(
            FolderWriter writer, int number, Iterator<TokenDocument> documents) throws IOException {
        List<TokenDocument> content = new ArrayList<>();
        long tokens = 0;
        while (documents.hasNext() && tokens < tokensPerShard) {
            TokenDocument document = documents.next();
            content.add(document);
            tokens += document.ids().length;
        }
        byte[] bytes = ArrowShard.encode(content);
        String name = "tokens-%05d.arrow".formatted(number);
        writer.write(name, FileContent.of(bytes));
        return new ShardManifest.Shard(
                name, bytes.length, Sha256.of(bytes), content.size(), tokens);
    }
}
