package dev.cria.recipes.validate;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.forecast.Forecast;
import dev.cria.recipes.forecast.ForecastText;
import dev.cria.recipes.forecast.Oddities;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Models, tokenizers, templates, rows and needs of a recipe, looked at before anything is loaded.
 *
 * @param warnings what is odd but not wrong
 * @param forecasts a text for each stage that something can be said of
 */
public record Validation(List<String> warnings, List<String> forecasts) {

    public Validation {
        warnings = List.copyOf(warnings);
        forecasts = List.copyOf(forecasts);
    }

    /**
     * Looks at all stages. Of data sets the first 2,000 rows are read.
     *
     * @throws UserException with all that is wrong
     */
    public static Validation of(Recipe recipe) {
        Set<String> problems = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        List<String> forecasts = new ArrayList<>();
        List<Stage> forecast = Forecast.stages(recipe);
        for (Stage stage : recipe.stages()) {
            List<String> models = ModelChecks.of(stage);
            problems.addAll(models);
            warnings.addAll(DeviceChecks.of(stage));
            if (!models.isEmpty()) {
                continue;
            }
            try {
                warnings.addAll(TokenizerChecks.of(stage));
                if (forecast.contains(stage)) {
                    Forecast own = Forecast.draws(stage) ? null : Forecast.of(recipe, stage);
                    if (own != null) {
                        warnings.addAll(Oddities.of(recipe, own));
                    }
                    forecasts.add(ForecastText.of(recipe, stage, own));
                }
            } catch (UserException wrong) {
                problems.add(wrong.getMessage());
            }
        }
        Problems.throwIfAny(List.copyOf(problems));
        return new Validation(List.copyOf(warnings), forecasts);
    }
}
