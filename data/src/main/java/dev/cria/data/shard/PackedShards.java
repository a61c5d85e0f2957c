package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.TokenizedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * A folder of packed rows, opened for reading. Files are mapped when their first row is asked for,
 * after a look at their hash, and some thousand of them stay mapped. Safe for use by several
 * threads.
 */
public final class PackedShards {

    private static final String MEND =
            "; copy the folder again from where it was made, or make it again by its stage";

    /** Linux maps 65,530 files for a process, unless told otherwise. */
    private static final int MOST_MAPPED = 4096;

    private final Path folder;
    private final PackedManifest manifest;
    private final int[] rowsBefore;
    private final BitSet verified = new BitSet();
    private final Map<Integer, PackedFile> mapped =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, PackedFile> eldest) {
                    return size() > MOST_MAPPED;
                }
            };

    private PackedShards(Path folder, PackedManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        if (manifest.rows() >= Integer.MAX_VALUE) {
            throw new UserException(
                    folder
                            + ": has more than two billion rows; spread them over several data sets");
        }
        List<PackedManifest.Shard> shards = manifest.shards();
        rowsBefore = new int[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            rowsBefore[i + 1] = rowsBefore[i] + shards.get(i).content().rows();
        }
    }

    /**
     * Opens a folder.
     *
     * @throws CorruptFileException if the manifest is damaged, or a file is missing or of another
     *     size
     */
    public static PackedShards open(Path folder) {
        PackedManifest manifest = PackedManifest.read(folder);
        for (PackedManifest.Shard shard : manifest.shards()) {
            Path file = folder.resolve(shard.name());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new CorruptFileException(file, "is missing" + MEND);
            }
            try {
                if (Files.size(file) != shard.content().bytes()) {
                    throw new CorruptFileException(
                            file,
                            "has %d bytes, %s says %d%s"
                                    .formatted(
                                            Files.size(file),
                                            PackedManifest.NAME,
                                            shard.content().bytes(),
                                            MEND));
                }
            } catch (IOException e) {
                throw new CorruptFileException(file, "cannot be read: " + e, e);
            }
        }
        return new PackedShards(folder, manifest);
    }

    /** What the folder holds. */
    public PackedManifest manifest() {
        return manifest;
    }

    /**
     * The rows in their order, each read from its file when it is asked for: the pieces of a row,
     * every token but the first of each with loss.
     */
    public List<List<TokenizedExample>> rows() {
        return new Rows();
    }

    /**
     * The pieces of all rows in their order, each read from its file when it is asked for.
     *
     * @throws UserException if there are more than two billion
     */
    public List<TokenizedExample> pieces() {
        List<PackedManifest.Shard> shards = manifest.shards();
        long[] before = new long[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            before[i + 1] = before[i] + shards.get(i).content().pieces();
        }
        if (before[shards.size()] > Integer.MAX_VALUE) {
            throw new UserException(
                    folder + ": has more than two billion pieces; use them in their rows");
        }
        return new Pieces(Arrays.stream(before).mapToInt(Math::toIntExact).toArray());
    }

    /** The part that a number falls into; parts may be empty. */
    private static int partOf(int[] before, int number) {
        int found = Arrays.binarySearch(before, number);
        int part = found >= 0 ? found : -found - 2;
        while (before[part + 1] == number) {
            part++;
        }
        return part;
    }

    private final class Pieces extends AbstractList<TokenizedExample> implements RandomAccess {

        private final int[] before;

        Pieces(int[] before) {
            this.before = before;
        }

        @Override
        public TokenizedExample get(int piece) {
            int shard = partOf(before, piece);
            return read(shard, file(shard), piece - before[shard]);
        }

        @Override
        public int size() {
            return before[before.length - 1];
        }
    }

    private final class Rows extends AbstractList<List<TokenizedExample>> implements RandomAccess {

        @Override
        public List<TokenizedExample> get(int row) {
            int shard = partOf(rowsBefore, row);
            PackedFile file = file(shard);
            int own = row - rowsBefore[shard];
            List<TokenizedExample> pieces = new ArrayList<>();
            for (int piece = file.firstPiece(own); piece < file.firstPiece(own + 1); piece++) {
                pieces.add(read(shard, file, piece));
            }
            return List.copyOf(pieces);
        }

        @Override
        public int size() {
            return rowsBefore[rowsBefore.length - 1];
        }
    }

    private TokenizedExample read(int shard, PackedFile file, int piece) {
        int[] ids = new int[file.length(piece)];
        file.copy(piece, ids, 0);
        for (int id : ids) {
            if (id < 0 || id >= manifest.vocabSize()) {
                throw new CorruptFileException(
                        path(shard),
                        "has the id %d, expected 0 to %d".formatted(id, manifest.vocabSize() - 1));
            }
        }
        float[] weights = new float[ids.length];
        Arrays.fill(weights, 1, ids.length, 1);
        return new TokenizedExample(ids, weights, file.origin(piece));
    }

    private synchronized PackedFile file(int shard) {
        PackedFile known = mapped.get(shard);
        if (known != null) {
            return known;
        }
        PackedFile.Content stated = manifest.shards().get(shard).content();
        PackedFile file = PackedFile.open(path(shard));
        if (!verified.get(shard)) {
            String hash = file.sha256();
            if (!hash.equals(stated.sha256())) {
                throw new CorruptFileException(
                        path(shard),
                        "was changed: it has SHA-256 %s, %s says %s%s"
                                .formatted(hash, PackedManifest.NAME, stated.sha256(), MEND));
            }
            verified.set(shard);
        }
        if (file.rows() != stated.rows() || file.tokens() != stated.tokens()) {
            throw new CorruptFileException(
                    path(shard),
                    "has %d rows of %d tokens, %s says %d of %d"
                            .formatted(
                                    file.rows(),
                                    file.tokens(),
                                    PackedManifest.NAME,
                                    stated.rows(),
                                    stated.tokens()));
        }
        mapped.put(shard, file);
        return file;
    }

    private Path path(int shard) {
        return folder.resolve(manifest.shards().get(shard).name());
    }
}
