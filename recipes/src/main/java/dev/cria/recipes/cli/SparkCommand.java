package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.SettingsJson;
import dev.cria.data.curate.StepCatalog;
import dev.cria.recipes.job.corpus.Curation;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.recipe.StepChoice;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "spark",
        description = {
            "Prints what stage curate of a recipe asks for, as JSON, for spark-submit.",
            "See docs/spark.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  cria spark curate-web.yaml > plan.json"})
final class SparkCommand implements Runnable {

    @Mixin RecipeArguments arguments;

    @Option(names = "--stage", paramLabel = "NAME", description = "of several, which stage")
    private String stage;

    @Override
    public void run() {
        Recipe recipe = arguments.read();
        List<Stage> found =
                recipe.stages().stream()
                        .filter(each -> each.type().equals("curate"))
                        .filter(each -> stage == null || each.name().equals(stage))
                        .toList();
        if (found.size() != 1) {
            throw new UserException(
                    "%s has %d stages 'curate'%s; expected one%s"
                            .formatted(
                                    recipe.name(),
                                    found.size(),
                                    stage == null ? "" : " of the name '" + stage + "'",
                                    found.size() > 1 ? ": name it with --stage" : ""));
        }
        String name = found.get(0).name();
        for (StepChoice step : found.get(0).steps("steps")) {
            if (StepCatalog.kind(step.name()).isEmpty()) {
                throw new UserException(
                        "step %s needs a model, which Spark's executors do not run; take it out here and run it by itself"
                                .formatted(step.name()));
            }
        }
        Path folder = recipe.outputDir();
        System.out.println(
                SettingsJson.write(
                        Curation.settings(
                                recipe,
                                found.get(0),
                                folder.resolve(name),
                                folder.resolve("checkpoints").resolve(name))));
    }
}
