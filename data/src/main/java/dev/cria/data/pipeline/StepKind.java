package dev.cria.data.pipeline;

import java.util.List;
import java.util.function.Function;

/**
 * A step that recipes can name.
 *
 * @param name in a recipe: lower case with underscores
 * @param help one line
 * @param parameters what can be set
 * @param make makes the step of checked arguments; throws {@link
 *     dev.cria.checkpoints.UserException} where they do not go together
 */
public record StepKind(
        String name,
        String help,
        List<Parameter> parameters,
        Function<Arguments, CurateStep> make) {

    /** Copies the list. */
    public StepKind {
        parameters = List.copyOf(parameters);
    }
}
