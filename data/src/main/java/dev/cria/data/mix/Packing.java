package dev.cria.data.mix;

import dev.cria.data.curate.Conveyor;
import dev.cria.data.shard.PackedFile;
import dev.cria.data.shard.PackedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws rows from the sources and writes them into shards; those that are done are left alone. */
final class Packing {

    /** Memory of shards that are being written, as a share of the heap. */
    private static final long HEAP_SHARE = 4;

    private static final long BETWEEN_REPORTS_MILLIS = 500;

    private final MixSettings settings;
    private final Units units;
    private final FileLog log;
    private final MixProgress progress;
    private final int done;
    private final Draws draws;
    private final List<SourceRows> sources;
    private final long target;
    private final long[] rowsOf;
    private final long[] piecesOf;
    private int shards;

    Packing(MixSettings settings, Units units, MixPlan plan, FileLog log, MixProgress progress) {
        this.settings = settings;
        this.units = units;
        this.log = log;
        this.progress = progress;
        done = log.size();
        sources = new ArrayList<>();
        for (int i = 0; i < settings.sources().size(); i++) {
            Long seed =
                    settings.shuffle()
                            ? (Long) Seeds.of(settings.seed(), settings.sources().get(i).name())
                            : null;
            sources.add(new SourceRows(units, i, settings.limit().maxSeqLen(), seed));
        }
        draws = new Draws(sources, plan.allocation().tokens(), plan.most(), plan.total());
        target = (long) plan.allocation().total();
        rowsOf = new long[sources.size()];
        piecesOf = new long[sources.size()];
    }

    void run() throws InterruptedException {
        long room = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        try (Conveyor conveyor = new Conveyor(settings.threads(), room)) {
            List<List<Window.Ref>> rows = new ArrayList<>();
            long tokens = 0;
            for (int source = draws.next(); source != Draws.END; source = draws.next()) {
                List<Window.Ref> row = sources.get(source).row();
                rows.add(row);
                rowsOf[source]++;
                piecesOf[source] += row.size();
                long before = draws.sum();
                draws.take(source);
                tokens += draws.sum() - before;
                if (tokens >= settings.tokensPerShard()) {
                    end(conveyor, rows, (int) tokens);
                    rows = new ArrayList<>();
                    tokens = 0;
                }
            }
            if (!rows.isEmpty()) {
                end(conveyor, rows, (int) tokens);
            }
            while (!conveyor.isEmptyWithin(BETWEEN_REPORTS_MILLIS)) {
                report();
            }
        }
        report();
    }

    private void end(Conveyor conveyor, List<List<Window.Ref>> rows, int tokens)
            throws InterruptedException {
        int number = shards++;
        if (number >= done) {
            conveyor.put(
                    (long) Integer.BYTES * tokens,
                    () -> write(log.file(number), rows, tokens),
                    content -> log.add(new FileLog.Entry(content, null)));
        }
        report();
    }

    private PackedFile.Content write(Path file, List<List<Window.Ref>> rows, int tokens)
            throws IOException {
        PackedRows packed = new PackedRows(tokens);
        for (List<Window.Ref> row : rows) {
            for (Window.Ref ref : row) {
                packed.piece(units.file(ref.unit()), ref.piece());
            }
            packed.endRow();
        }
        return PackedFile.write(file, packed);
    }

    private void report() {
        progress.at(
                "packing: %s of %s tokens".formatted(Amount.show(draws.sum()), Amount.show(target)),
                draws.sum(),
                target);
    }

    long tokens(int source) {
        return draws.drawn(source);
    }

    long rows(int source) {
        return rowsOf[source];
    }

    long pieces(int source) {
        return piecesOf[source];
    }
}
