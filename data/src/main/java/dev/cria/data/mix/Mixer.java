package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.work.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokenises documents, mixes their sources and packs them into rows for pretraining. First every
 * document becomes tokens, once; then it is known how much there is of each source, and rows are
 * drawn in their shares, as often as a source may be repeated. The same files come out for any
 * number of threads. A run that was killed goes on after the last unit and shard that it has
 * finished. The output folder appears whole or not at all.
 */
public final class Mixer {

    private static final String TOKENS = "tokens";
    private static final String SHARDS = "shards";

    private final MixSettings settings;
    private final MixProgress progress;

    private Mixer(MixSettings settings, MixProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs to the end, or goes on with a run that was killed.
     *
     * @throws UserException when that is impossible; no output is there then, but what was
     *     tokenised is kept
     */
    public static MixReport run(MixSettings settings, MixProgress progress) {
        return WorkFolder.lockedFor(settings.work(), new Mixer(settings, progress)::run);
    }

    private MixReport run() throws IOException, InterruptedException {
        Intake intake = Intake.of(settings.sources());
        String tokens = MixRequest.ofTokens(settings, intake);
        String mix = MixRequest.ofMix(settings, tokens);
        MixPublication publication = new MixPublication(settings, mix);
        MixReport report = publication.earlier();
        if (report == null) {
            FileLog units = log(TOKENS, tokens);
            if (units.facts() == null || !units.facts().isLast()) {
                try (Tokenising tokenising = new Tokenising(settings, intake, units, progress)) {
                    tokenising.run();
                }
            }
            MixPlan plan = MixPlan.of(settings, units.facts().sources());
            FileLog shards = log(SHARDS, mix);
            Packing packing = new Packing(settings, new Units(units), plan, shards, progress);
            packing.run();
            report = report(units.facts(), plan, packing, shards);
            publication.publish(shards, report);
        }
        Storage.disk().delete(settings.work());
        return report;
    }

    /** Files of a part of the work; none of those that belong to another request. */
    private FileLog log(String name, String request) throws IOException {
        Path folder = settings.work().resolve(name);
        Path file = settings.work().resolve(name + ".json");
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(request)) {
            Files.deleteIfExists(file);
            Storage.disk().delete(folder);
            DurableFiles.writeFile(file, request.getBytes(StandardCharsets.UTF_8));
        }
        return FileLog.open(folder);
    }

    private MixReport report(UnitFacts facts, MixPlan plan, Packing packing, FileLog shards) {
        long tokens = 0;
        long rows = 0;
        for (int i = 0; i < settings.sources().size(); i++) {
            tokens += packing.tokens(i);
            rows += packing.rows(i);
        }
        List<MixReport.Source> sources = new ArrayList<>();
        double weights =
                settings.sources().stream().mapToDouble(source -> source.share().weight()).sum();
        for (int i = 0; i < settings.sources().size(); i++) {
            MixSource source = settings.sources().get(i);
            SourceCount there = facts.sources().get(i);
            double most = source.share().maxEpochs();
            sources.add(
                    new MixReport.Source(
                            source.name(),
                            there,
                            settings.isWeighted() ? source.share().weight() / weights : 0,
                            Double.isInfinite(most) ? 0 : most,
                            packing.tokens(i),
                            packing.rows(i),
                            packing.pieces(i),
                            (double) packing.tokens(i) / tokens,
                            (double) packing.tokens(i) / there.tokens(),
                            plan.allocation().isExhausted(i)));
        }
        return new MixReport(
                sources,
                rows,
                tokens,
                settings.limit().maxSeqLen(),
                settings.maxTokens(),
                facts.leftOut(),
                facts.badRows(),
                shards.size());
    }
}
