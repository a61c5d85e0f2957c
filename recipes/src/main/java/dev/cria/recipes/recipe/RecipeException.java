package dev.cria.recipes.recipe;

import dev.cria.checkpoints.UserException;
import java.util.List;

/** Everything that is wrong with a recipe, at once. */
public final class RecipeException extends UserException {

    private static final long serialVersionUID = 1L;

    private final String[] problems;

    /** Lists the problems, a line each. */
    RecipeException(List<String> problems) {
        super(
                (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                        + " in the recipe; nothing was run or written\n  "
                        + String.join("\n  ", problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** The problems, each with its place, in the order of the file. */
    public List<String> problems() {
        return List.of(problems);
    }
}
