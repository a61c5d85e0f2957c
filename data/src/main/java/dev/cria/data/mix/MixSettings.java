package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Sizes;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.source.Columns;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What to mix and how.
 *
 * @param sources in the order in which they are asked whether they take a document; with weights
 *     all of them, or none
 * @param columns which fields hold what
 * @param tokenizer of the tokens
 * @param limit of a row, and what happens to longer texts
 * @param shuffle whether documents come in another order in every epoch
 * @param seed of the order
 * @param maxTokens how many tokens are wanted; 0 for what the sources give
 * @param allowFewer whether fewer tokens than wanted are no error
 * @param tokensPerShard a file ends with the row that reaches this number of tokens
 * @param badRowLimit how many unreadable rows to leave out before giving up
 * @param output a folder that does not exist yet or is empty
 * @param work a folder for what a run that is killed goes on from; deleted at the end; on the disk
 *     of the output
 * @param threads how many tokenise
 * @param sizes of units and batches
 */
public record MixSettings(
        List<MixSource> sources,
        Columns columns,
        Tokenizer tokenizer,
        LengthLimit limit,
        boolean shuffle,
        long seed,
        long maxTokens,
        boolean allowFewer,
        int tokensPerShard,
        long badRowLimit,
        Path output,
        Path work,
        int threads,
        Sizes sizes) {

    /** 32 MB of ids. */
    public static final int TOKENS_PER_SHARD = 8_000_000;

    /** Texts of a unit are in memory as tokens until it ends. */
    public static final Sizes SIZES = new Sizes(200_000, 16 << 20, 256, 1 << 19);

    /** Copies the list. */
    public MixSettings {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new UserException("mix: no sources; name at least one file or folder");
        }
        Set<String> names = new HashSet<>();
        for (MixSource source : sources) {
            if (!names.add(source.name())) {
                throw new UserException(
                        "mix: two sources are called '%s'; give each its own name"
                                .formatted(source.name()));
            }
            if (source.share().isWeighted() != sources.get(0).share().isWeighted()) {
                throw new UserException(
                        "mix: source '%s' has %s weight, others have %s; give all of them one or none"
                                .formatted(
                                        source.name(),
                                        source.share().isWeighted() ? "a" : "no",
                                        source.share().isWeighted() ? "none" : "one"));
            }
        }
    }

    /** Whether shares are weights. */
    boolean isWeighted() {
        return sources.get(0).share().isWeighted();
    }
}
