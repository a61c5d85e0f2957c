package dev.cria.recipes.preview;

import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The first rows of a stage, in the order in which it learns from them.
 *
 * @param tokenizer the folder or file that it is from
 * @param facts what became of the rows of each data set, and how they are packed
 * @param tokens of all rows that were read
 * @param targets how many of these carry loss
 * @param complete whether all rows were read; the order is another one otherwise
 */
public record Preview(
        Stage stage,
        Path tokenizer,
        Map<String, String> facts,
        List<ShownRow> rows,
        long tokens,
        long targets,
        boolean complete) {

    public Preview {
        rows = List.copyOf(rows);
    }
}
