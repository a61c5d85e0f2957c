package dev.cria.recipes.job.corpus;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Curator;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.mix.Amount;
import dev.cria.data.mix.MixReport;
import dev.cria.data.mix.MixSettings;
import dev.cria.data.mix.MixSource;
import dev.cria.data.mix.Mixer;
import dev.cria.data.mix.Selector;
import dev.cria.data.mix.Share;
import dev.cria.data.shard.PackedManifest;
import dev.cria.data.source.Columns;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.recipe.SourceChoice;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Stage {@code mix}: documents to packed rows of tokens. */
public final class MixJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        try (Tokenizer tokenizer = Tokenizers.load(stage.path("tokenizer_path"))) {
            MixReport report =
                    Mixer.run(
                            settings(context, tokenizer),
                            (doing, done, total) -> {
                                context.goOnLaterIfAsked();
                                context.progress().at(done, total, doing);
                            });
            return new JobResult(facts(report));
        }
    }

    private static MixSettings settings(StageContext context, Tokenizer tokenizer) {
        Stage stage = context.stage();
        int threads = context.recipe().threads();
        String excess = stage.text("excess_length").toUpperCase(Locale.ROOT);
        return new MixSettings(
                stage.sources("sources").stream()
                        .map(source -> source(source, stage.number("max_epochs")))
                        .toList(),
                Columns.of(stage.columns("columns")),
                tokenizer,
                new LengthLimit(stage.integer("max_seq_len"), ExcessLength.valueOf(excess)),
                stage.flag("shuffle"),
                context.recipe().seed(),
                stage.wide("max_tokens"),
                stage.flag("allow_fewer_tokens"),
                stage.integer("tokens_per_shard"),
                stage.integer("bad_row_limit"),
                context.folder(),
                context.checkpoints(),
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                MixSettings.SIZES);
    }

    private static MixSource source(SourceChoice source, double maxEpochs) {
        Share share;
        if (source.weight() > 0) {
            double most = source.maxEpochs() > 0 ? source.maxEpochs() : maxEpochs;
            share = Share.weight(source.weight(), most);
        } else {
            share = Share.epochs(source.epochs() > 0 ? source.epochs() : 1);
        }
        return new MixSource(
                source.name(),
                source.paths().stream().map(Path::of).map(MixJob::documents).toList(),
                new Selector(
                        source.sources(), source.score(), source.minScore(), source.maxScore()),
                share);
    }

    /** Of the folder of a curation the documents that it kept, not those that it dropped. */
    private static Path documents(Path path) {
        if (PackedManifest.isIn(path)) {
            throw new UserException(
                    path
                            + ": holds packed rows, which pretrain learns from; a mix is of documents");
        }
        boolean curated =
                Files.isRegularFile(path.resolve(Curator.FUNNEL))
                        && Files.isDirectory(path.resolve(Curator.DOCUMENTS));
        return curated ? path.resolve(Curator.DOCUMENTS) : path;
    }

    private static Map<String, String> facts(MixReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("tokens", "%s (%d)".formatted(Amount.show(report.tokens()), report.tokens()));
        if (!report.shortfall().isEmpty()) {
            facts.put("ended early", report.shortfall());
        }
        double room = (double) report.rows() * report.maxSeqLen();
        facts.put(
                "rows",
                String.format(
                        Locale.ROOT,
                        "%d of %d, %.1f%% full, in %d files",
                        report.rows(),
                        report.maxSeqLen(),
                        100 * report.tokens() / room,
                        report.shards()));
        for (MixReport.Source source : report.sources()) {
            facts.put("source " + source.name(), source.summary());
        }
        facts.put("documents that no source takes", Long.toString(report.leftOut()));
        facts.put("rows that could not be read", Long.toString(report.badRows()));
        return facts;
    }
}
