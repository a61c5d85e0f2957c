package dev.cria.recipes.job.corpus;

import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.StepCount;
import dev.cria.recipes.datacard.DataCardPage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stage {@code curate}: raw texts to the documents worth training on. */
public final class CurateJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        CurateReport report =
                Curator.run(
                        Curation.settings(
                                context.recipe(),
                                context.stage(),
                                context.folder(),
                                context.checkpoints()),
                        (doing, done, total, kept) -> {
                            context.goOnLaterIfAsked();
                            context.progress().at(done, total, doing + ": " + kept + " documents");
                        });
        Path card = DataCardPage.write(context.folder());
        Map<String, String> facts = facts(report);
        facts.put("data card", card.toString());
        return new JobResult(facts);
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
        report.results()
                .forEach(
                        (step, results) ->
                                results.forEach(
                                        (label, value) -> facts.put(step + ", " + label, value)));
        return facts;
    }
}
