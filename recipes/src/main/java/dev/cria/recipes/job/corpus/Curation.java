package dev.cria.recipes.job.corpus;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.OutputFormat;
import dev.cria.data.curate.Profile;
import dev.cria.data.curate.Sizes;
import dev.cria.data.source.Columns;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.recipe.Steps;
import java.nio.file.Path;
import java.util.List;

/** What a stage {@code curate} asks for. */
public final class Curation {

    private static final String DEFAULT_PROFILE = "english";

    private Curation() {}

    /**
     * The settings of a stage.
     *
     * @param output the stage's own folder
     * @param work where a run that is killed keeps what it has done
     */
    public static CurateSettings settings(Recipe recipe, Stage stage, Path output, Path work) {
        requireApart(stage.paths("inputs"), recipe.outputDir());
        int threads = recipe.threads();
        return new CurateSettings(
                stage.paths("inputs"),
                Columns.of(stage.columns("columns")),
                output,
                work,
                steps(stage, recipe.seed()),
                OutputFormat.of(stage.text("output_format")),
                stage.integer("bad_row_limit"),
                stage.flag("keep_dropped"),
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                Sizes.DEFAULT);
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
                .map(step -> Steps.choose(step.name(), step.given(), Path.of(""), seed))
                .toList();
    }
}
