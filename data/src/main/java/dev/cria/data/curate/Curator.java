package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.data.dedup.ExactDedup;
import dev.cria.data.filter.HeuristicFilter;
import dev.cria.data.filter.WordListFilter;
import dev.cria.data.quality.QualityFilter;
import dev.cria.data.quality.QualityTraining;
import dev.cria.data.source.DocumentReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads documents, applies the steps that are switched on, cheap ones first, and writes what is
 * left. The output folder appears whole or not at all and holds:
 *
 * <ul>
 *   <li>{@code documents.parquet}: the kept documents in the order of the inputs
 *   <li>{@code funnel.json}: the {@link CurateReport}
 *   <li>{@code quality-model.pb} and {@code quality-model.json}: the classifier and what it was
 *       trained on, if there is one
 *   <li>{@code dropped.jsonl.gz}: what was dropped and why, if asked for
 * </ul>
 */
public final class Curator {

    /** The kept documents, within the output folder. */
    public static final String DOCUMENTS = "documents.parquet";

    /** The report, within the output folder. */
    public static final String FUNNEL = "funnel.json";

    /** The classifier, within the output folder. */
    public static final String MODEL = "quality-model.pb";

    private Curator() {}

    /** Runs to the end; throws a {@link UserException} and writes nothing if that is impossible. */
    public static CurateReport run(CurateSettings settings, CurateProgress progress) {
        CurateReport[] report = new CurateReport[1];
        DurableFiles.writeFolder(
                settings.output(), writer -> report[0] = fill(writer, settings, progress));
        return report[0];
    }

    private static CurateReport fill(
            FolderWriter writer, CurateSettings settings, CurateProgress progress)
            throws IOException {
        List<Path> files = DocumentReader.files(settings.inputs());
        QualityTraining quality = train(settings);
        CurateReport report;
        try (CurateRun run = new CurateRun(settings, steps(settings, quality), writer.folder())) {
            run.read(files, progress);
            report = run.report(quality == null ? null : quality.metrics());
        }
        if (quality != null) {
            quality.classifier().save(writer.folder().resolve(MODEL));
        }
        CurateOutput.force(writer.folder());
        CurateOutput.describe(writer, settings, quality, report);
        return report;
    }

    private static QualityTraining train(CurateSettings settings) {
        return settings.qualityPositive() == null
                ? null
                : QualityTraining.run(
                        settings.qualityPositive(), settings.qualityNegative(), settings.seed());
    }

    private static List<Step> steps(CurateSettings settings, QualityTraining quality) {
        List<Step> steps = new ArrayList<>();
        if (settings.heuristic()) {
            steps.add(new Step("heuristic", new HeuristicFilter()));
        }
        if (settings.wordList()) {
            steps.add(new Step("word-list", new WordListFilter(settings.allowedWords())));
        }
        if (settings.exactDedup()) {
            steps.add(new Step("exact-dedup", new ExactDedup()));
        }
        if (quality != null) {
            QualityFilter filter =
                    new QualityFilter(quality.classifier(), settings.qualityThreshold());
            steps.add(new Step("quality", filter));
        }
        return steps;
    }
}
