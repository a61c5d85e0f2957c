package dev.cria.recipes.job;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.OutputFormat;
import dev.cria.data.curate.Profile;
import dev.cria.data.curate.Sizes;
import dev.cria.data.curate.StepCatalog;
import dev.cria.data.curate.StepCount;
import dev.cria.data.source.Columns;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stage {@code curate}: raw texts to the documents worth training on. */
final class CurateJob implements Job {

    private static final String DEFAULT_PROFILE = "english";

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        requireApart(stage.paths("inputs"), context.recipe().outputDir());
        int threads = context.recipe().threads();
        CurateReport report =
                Curator.run(
                        new CurateSettings(
                                stage.paths("inputs"),
                                Columns.of(stage.columns("columns")),
                                context.folder(),
                                context.checkpoints(),
                                steps(stage, context.recipe().seed()),
                                OutputFormat.of(stage.text("output_format")),
                                stage.integer("bad_row_limit"),
                                stage.flag("keep_dropped"),
                                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                                Sizes.DEFAULT),
                        (doing, done, total, kept) -> {
                            context.goOnLaterIfAsked();
                            context.progress().at(done, total, doing + ": " + kept + " documents");
                        });
        return new JobResult(facts(report));
    }

    /** What a run writes must not become what it reads. */
    static void requireApart(List<Path> inputs, Path outputDir) {
        Path out = outputDir.toAbsolutePath().normalize();
        for (Path input : inputs) {
            if (out.startsWith(input.toAbsolutePath().normalize())) {
                throw new UserException(
                        "curate.inputs: %s holds the run's own folder %s; set output_dir to a folder outside of it"
                                .formatted(input, outputDir));
            }
        }
    }

    private static List<ChosenStep> steps(Stage stage, long seed) {
        if (stage.steps("steps").isEmpty()) {
            String profile = stage.text("profile");
            return Profile.of(profile.equals("auto") ? DEFAULT_PROFILE : profile).choose(seed);
        }
        return stage.steps("steps").stream()
                .map(step -> StepCatalog.choose(step.name(), step.given(), Path.of(""), seed))
                .toList();
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
