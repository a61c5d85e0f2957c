package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.dedup.ExactDedup;
import dev.cria.data.filter.HeuristicFilter;
import dev.cria.data.filter.WordListFilter;
import dev.cria.data.quality.QualityFilter;
import dev.cria.data.quality.QualityTraining;
import dev.cria.data.source.DocumentReader;
import java.nio.file.Files;
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

    private Curator() {}

    /** Runs to the end; throws a {@link UserException} and writes nothing if that is impossible. */
    public static CurateReport run(CurateSettings settings, CurateProgress progress) {
        if (Files.exists(settings.output())) {
            throw new UserException(
                    settings.output()
                            + ": exists already and is not overwritten; choose another output");
        }
        List<Path> files = DocumentReader.files(settings.inputs());
        QualityTraining quality =
                settings.qualityPositive() == null
                        ? null
                        : QualityTraining.run(
                                settings.qualityPositive(),
                                settings.qualityNegative(),
                                settings.seed());
        CurateReport[] report = new CurateReport[1];
        DurableFiles.writeFolder(
                settings.output(),
                folder -> {
                    try (CurateRun run =
                            new CurateRun(settings, steps(settings, quality), folder)) {
                        run.read(files, progress);
                        report[0] = run.report(quality == null ? null : quality.metrics());
                    }
                    CurateOutput.writeFunnel(folder, report[0]);
                    if (quality != null) {
                        CurateOutput.writeModel(folder, settings, quality);
                    }
                });
        return report[0];
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
