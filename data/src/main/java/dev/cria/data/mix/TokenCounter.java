package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Batch;
import dev.cria.data.curate.Conveyor;
import dev.cria.data.curate.Feed;
import dev.cria.data.curate.Position;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.TextTokens;
import dev.cria.data.source.Columns;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts tokens without keeping any. */
public final class TokenCounter {

    private static final long HEAP_SHARE = 64;
    private static final long WAIT_MILLIS = 500;

    /** Longer than any document: nothing is cut. */
    private static final LengthLimit NO_LIMIT =
            new LengthLimit(Integer.MAX_VALUE, ExcessLength.CUT);

    private TokenCounter() {}

    /**
     * What is there at each path, a file or folder, with the two marks around each document.
     *
     * @param threads how many tokenise
     * @throws UserException where a path cannot be read, or at the first bad row
     */
    public static List<SourceCount> count(List<Path> paths, Tokenizer tokenizer, int threads)
            throws InterruptedException {
        List<SourceCount> counts = new ArrayList<>();
        TextTokens texts = new TextTokens(tokenizer);
        for (Path path : paths) {
            MixSource source =
                    new MixSource(path.toString(), List.of(path), Selector.ALL, Share.epochs(1));
            counts.add(count(Intake.of(List.of(source)), texts, threads));
        }
        return counts;
    }

    private static SourceCount count(Intake intake, TextTokens texts, int threads)
            throws InterruptedException {
        SourceCount[] sum = {SourceCount.NONE};
        long room = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        try (Feed feed =
                        new Feed(
                                intake.files(),
                                Columns.DEFAULT,
                                MixSettings.SIZES,
                                false,
                                0,
                                Position.START,
                                0);
                Conveyor conveyor = new Conveyor(threads, room)) {
            for (Batch batch = feed.next(); batch != null; batch = feed.next()) {
                Batch piece = batch;
                conveyor.put(
                        piece.bytes(),
                        () -> TokenBatch.of(piece, intake, texts, NO_LIMIT),
                        result -> {
                            if (!result.badRows().isEmpty()) {
                                throw new UserException(result.badRows().get(0));
                            }
                            sum[0] = sum[0].plus(result.counts().get(0));
                        });
            }
            while (!conveyor.isEmptyWithin(WAIT_MILLIS)) {
                // The last batches are on their way.
            }
        }
        return sum[0];
    }
}
