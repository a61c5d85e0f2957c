package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.dataset.Selection;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.mix.Amount;
import dev.cria.data.shard.PackedManifest;
import dev.cria.data.shard.PackedShards;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Dataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Texts of a data set: tokenised by the stage, or packed into rows before. */
public sealed interface Texts {

    /** The texts one by one. */
    List<TokenizedExample> examples();

    /** One line about them. */
    String summary();

    /** Texts that the stage puts together into rows. */
    record Loose(Selection selection) implements Texts {

        @Override
        public List<TokenizedExample> examples() {
            return selection.examples();
        }

        @Override
        public String summary() {
            return selection.counts().summary();
        }
    }

    /**
     * Rows of stage {@code mix}.
     *
     * @param hash of what they are
     */
    record Packed(
            List<List<TokenizedExample>> rows,
            List<TokenizedExample> examples,
            long tokens,
            String hash,
            String summary)
            implements Texts {

        /** Each text as a row of its own. */
        List<List<TokenizedExample>> singles() {
            return new Singles(examples);
        }
    }

    /** Whether a data set is a folder of packed rows, or said to be one. */
    static boolean isPacked(Dataset dataset) {
        return dataset.format().equals("packed")
                || dataset.paths().stream().map(Path::of).anyMatch(PackedManifest::isIn);
    }

    /**
     * Opens packed rows.
     *
     * @throws UserException if they are of another tokenizer, or longer than the stage's rows
     */
    static Packed packed(Dataset dataset, Tokenizer tokenizer, int maxSeqLen) {
        List<PackedShards> folders =
                dataset.paths().stream()
                        .map(path -> open(Path.of(path), tokenizer, maxSeqLen))
                        .toList();
        List<List<TokenizedExample>> rows =
                JoinedList.of(folders.stream().map(PackedShards::rows).toList());
        List<TokenizedExample> pieces =
                JoinedList.of(folders.stream().map(PackedShards::pieces).toList());
        long tokens = folders.stream().mapToLong(folder -> folder.manifest().tokens()).sum();
        int most = dataset.maxSamples();
        if (most > 0 && most < rows.size()) {
            rows = rows.subList(0, most);
            int count = rows.stream().mapToInt(List::size).sum();
            pieces = pieces.subList(0, count);
            tokens = pieces.stream().mapToLong(piece -> piece.ids().length).sum();
        }
        StringBuilder all = new StringBuilder().append(most);
        folders.forEach(folder -> all.append(Sha256.of(folder.manifest().bytes())));
        return new Packed(
                rows,
                pieces,
                tokens,
                Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)),
                "%s tokens, packed into %d rows before"
                        .formatted(Amount.show(tokens), rows.size()));
    }

    private static PackedShards open(Path folder, Tokenizer tokenizer, int maxSeqLen) {
        Path file = folder.resolve(PackedManifest.NAME);
        if (!PackedManifest.isIn(folder)) {
            throw new UserException(
                    "%s is missing: no folder of packed rows, which stage mix writes; give documents a data set of their own"
                            .formatted(file));
        }
        PackedShards shards = PackedShards.open(folder);
        PackedManifest manifest = shards.manifest();
        if (!manifest.tokenizer().equals(tokenizer.fingerprint())) {
            throw new UserException(
                    "%s: was tokenised with the tokenizer of SHA-256 %s, the stage's is %s; set the tokenizer that it was made with, or make it again by stage mix with this one"
                            .formatted(file, manifest.tokenizer(), tokenizer.fingerprint()));
        }
        if (manifest.maxSeqLen() > maxSeqLen) {
            throw new UserException(
                    "%s: its rows have up to %d tokens, data.max_seq_len is %d; raise data.max_seq_len, or mix again with mix.max_seq_len: %d"
                            .formatted(file, manifest.maxSeqLen(), maxSeqLen, maxSeqLen));
        }
        if (manifest.rows() == 0) {
            throw new UserException(file + ": has no rows");
        }
        return shards;
    }

    /** Lists of one. */
    final class Singles extends AbstractList<List<TokenizedExample>> implements RandomAccess {

        private final List<TokenizedExample> examples;

        Singles(List<TokenizedExample> examples) {
            this.examples = examples;
        }

        @Override
        public List<TokenizedExample> get(int index) {
            return List.of(examples.get(index));
        }

        @Override
        public int size() {
            return examples.size();
        }
    }
}
