package dev.cria.recipes.forecast;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.SaveCopies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is odd about a stage by the length of its rows, its model and the room on the disk. */
public final class Oddities {

    /** Of the tokens: below, prompts are nearly all that is computed. */
    private static final double FEW_TARGETS = 0.02;

    /** Of the rows: above, the limit is rather the rule than the exception. */
    private static final double MANY_TOO_LONG = 0.1;

    private final Recipe recipe;
    private final Forecast forecast;
    private final Stage stage;
    private final List<String> found = new ArrayList<>();

    private Oddities(Recipe recipe, Forecast forecast) {
        this.recipe = recipe;
        this.forecast = forecast;
        this.stage = forecast.stage();
    }

    /**
     * What is odd but possible.
     *
     * @throws UserException if the stage cannot learn anything from its rows
     */
    public static List<String> of(Recipe recipe, Forecast forecast) {
        Oddities oddities = new Oddities(recipe, forecast);
        if (forecast.lengths() != null) {
            oddities.lengths(forecast.lengths());
        }
        oddities.context();
        oddities.disk();
        return List.copyOf(oddities.found);
    }

    private void lengths(Lengths lengths) {
        int limit = stage.integer("max_seq_len");
        RowsRead read = lengths.read();
        long tooLong = read.longerThan(limit);
        int rows = read.size();
        String which = lengths.complete() ? "" : "the first ";
        if (rows == 0) {
            throw new UserException(
                    "stage %s: data.datasets: there is not one row in %s"
                            .formatted(
                                    stage.name(),
                                    String.join(
                                            ", ",
                                            stage.datasets("datasets").stream()
                                                    .flatMap(d -> d.paths().stream())
                                                    .toList())));
        }
        if (lengths.tokens().length == 0) {
            String mend =
                    tooLong > 0
                            ? "raise max_seq_len, to %d for all of them".formatted(read.quantile(1))
                            : "give rows in which the assistant says something, with a weight above 0";
            throw new UserException(
                    "stage %s: nothing is left to learn from %s%d rows: %d are longer than max_seq_len %d, in %d no token carries loss; %s"
                            .formatted(
                                    stage.name(),
                                    which,
                                    rows,
                                    tooLong,
                                    limit,
                                    read.unlearnt(),
                                    mend));
        }
        if (tooLong > 0 && stage.has("excess_length") && excess().equals("error")) {
            throw new UserException(
                    "stage %s: %d of %s%d rows are longer than max_seq_len %d, which excess_length: error refuses; raise max_seq_len to %d, or set excess_length: drop"
                            .formatted(
                                    stage.name(), tooLong, which, rows, limit, read.quantile(1)));
        }
        boolean cuts = stage.has("excess_length") && excess().equals("cut");
        if (tooLong > MANY_TOO_LONG * rows && !cuts && stage.has("excess_length")) {
            warn(
                    "%d of %s%d rows are longer than max_seq_len %d and are %s; 99%% of them fit into %d",
                    tooLong,
                    which,
                    rows,
                    limit,
                    excess().equals("drop") ? "left out" : "cut off",
                    read.quantile(0.99));
        }
        if (read.unlearnt() > 0) {
            warn(
                    "in %d of %s%d rows no token carries loss, so they are left out; 'cria preview --stage %s' shows the others",
                    read.unlearnt(), which, rows, stage.name());
        }
        boolean scored = stage.type().equals("rm");
        if (!scored && lengths.targetShare() < FEW_TARGETS) {
            warn(
                    "only %.1f%% of the tokens carry loss, usual: 20 to 80%% of conversations; look at them with 'cria preview --stage %s'",
                    100 * lengths.targetShare(), stage.name());
        }
        if (read.alike() > 0) {
            warn(
                    "in %d of %s%d rows the chosen answer is the rejected one (first: %s); they teach nothing, take them out",
                    read.alike(), which, rows, read.firstAlike());
        }
        steps();
    }

    private String excess() {
        return stage.text("excess_length");
    }

    private void steps() {
        long steps = forecast.batches().steps();
        boolean epochs = stage.integer("max_steps") == 0;
        if (epochs && steps > 0 && steps < 10) {
            warn(
                    "all rows make %d steps, which are few: lower per_device_train_batch_size or gradient_accumulation_steps%s, or raise num_train_epochs",
                    steps,
                    stage.has("packing") && stage.flag("packing")
                            ? ", take packing: false (%d examples fill few rows of %d tokens)"
                                    .formatted(
                                            forecast.lengths().tokens().length,
                                            stage.integer("max_seq_len"))
                            : "");
        }
        int warmup = stage.integer("warmup_steps");
        if (epochs && steps > 0 && warmup > steps / 2) {
            warn(
                    "warmup_steps %d is more than half of the %d steps that the data make; lower it",
                    warmup, steps);
        }
    }

    private void context() {
        int context = forecast.model().maxPositionEmbeddings();
        if (stage.integer("max_seq_len") > context) {
            warn(
                    "max_seq_len %d is beyond the %d tokens that the model was made for (max_position_embeddings); it has never seen such positions. Lower max_seq_len",
                    stage.integer("max_seq_len"), context);
        }
    }

    private void disk() {
        boolean saves = stage.integer("save_steps") > 0 || stage.number("save_seconds") > 0;
        long kept = saves ? stage.integer("save_total_limit") + 1L : 1;
        long needed = SaveCopies.bytes(forecast.shape()) * kept;
        long room = room(recipe.outputDir());
        if (room >= 0 && needed > room) {
            warn(
                    "its checkpoints need %s (%d of %s), the disk of %s has %s left; set another output_dir, or lower save_total_limit",
                    gigabytes(needed),
                    kept,
                    gigabytes(needed / kept),
                    recipe.outputDir(),
                    gigabytes(room));
        }
    }

    /** Bytes that the disk of a folder, which may not be there yet, has left; -1 if unknown. */
    private static long room(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? -1 : Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    private void warn(String format, Object... values) {
        found.add(
                "stage %s: ".formatted(stage.name()) + String.format(Locale.ROOT, format, values));
    }
}
