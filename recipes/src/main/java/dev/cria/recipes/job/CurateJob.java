package dev.cria.recipes.job;

import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.StepCount;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Stage {@code curate}: raw texts to the documents worth training on. */
final class CurateJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        CurateReport report =
                Curator.run(
                        new CurateSettings(
                                stage.paths("inputs"),
                                context.folder(),
                                stage.flag("heuristic"),
                                stage.flag("word_list"),
                                Set.of(),
                                stage.flag("exact_dedup"),
                                stage.path("quality_positive"),
                                stage.path("quality_negative"),
                                stage.number("quality_threshold"),
                                stage.integer("bad_row_limit"),
                                stage.flag("keep_dropped"),
                                context.recipe().seed()),
                        (bytes, total, in, kept) -> {
                            context.stopIfAsked();
                            context.progress().at(bytes, total, kept + " documents kept");
                        });
        return new JobResult(facts(report));
    }

    private static Map<String, String> facts(CurateReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("documents in", Long.toString(report.documentsIn()));
        facts.put("documents kept", Long.toString(report.documentsKept()));
        facts.put("characters in", Long.toString(report.charactersIn()));
        facts.put("characters kept", Long.toString(report.charactersKept()));
        facts.put("rows that could not be read", Long.toString(report.badRows()));
        for (StepCount step : report.steps()) {
            facts.put("dropped by " + step.step(), step.dropped().toString());
        }
        if (report.quality() != null) {
            facts.put(
                    "quality classifier, held out",
                    String.format(
                            Locale.ROOT,
                            "accuracy %.3f, AUC %.3f",
                            report.quality().accuracy(),
                            report.quality().auc()));
        }
        return facts;
    }
}
