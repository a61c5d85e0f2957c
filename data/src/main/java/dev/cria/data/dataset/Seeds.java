package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a model is to make instructions of: {@code text} of documents, otherwise what the user
 * says last, as {@link Prompts} finds it.
 */
public final class Seeds {

    private Seeds() {}

    /**
     * A seed.
     *
     * @param origin file and row
     */
    public record Seed(String text, String origin) {}

    /**
     * All seeds of a data set, in the order of the files.
     *
     * @throws UserException with file and row where one is not as expected
     */
    public static List<Seed> read(DatasetFiles files) {
        List<Seed> seeds = new ArrayList<>();
        new DatasetRows(files.as(DatasetFormat.PROMPTS))
                .forEach(row -> seeds.add(new Seed(text(row), row.origin())));
        return seeds;
    }

    private static String text(Row row) {
        return row.has("text") && !row.has("instruction")
                ? row.text("text")
                : Prompts.lastOfUser(row);
    }
}
