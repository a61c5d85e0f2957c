package dev.cria.recipes.sweep;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.run.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Runs a sweep, one run after another, or what is left of it. A run that fails is a result like
 * others: the rest are run all the same.
 */
public final class SweepRunner {

    /** Runs a recipe. */
    @FunctionalInterface
    public interface Launcher {

        /**
         * Runs it to its end.
         *
         * @param file the recipe as it was written down
         * @return one of {@link ExitCode}
         */
        int run(Recipe recipe, Path file);
    }

    private final Launcher launcher;
    private final BooleanSupplier stop;
    private final PrintStream out;
    private final int columns;

    /**
     * A runner.
     *
     * @param stop true once the user has asked to stop
     * @param columns the terminal's width; 0 where there is none
     */
    public SweepRunner(Launcher launcher, BooleanSupplier stop, PrintStream out, int columns) {
        this.launcher = launcher;
        this.stop = stop;
        this.out = out;
        this.columns = columns;
    }

    /** Runs it; answers the exit code of the first run that failed, or of none. */
    public int run(SweepPlan plan) {
        SweepFolder folder = new SweepFolder(plan.folder());
        if (plan.shared() != null) {
            out.printf("what all %d runs share%n", plan.points().size());
            int code = launcher.run(plan.shared(), folder.write("shared", plan.shared()));
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        Map<SweepPoint, Integer> codes = new LinkedHashMap<>();
        for (SweepPoint point : plan.points()) {
            out.printf(
                    "%nrun %d of %d: %s%n", codes.size() + 1, plan.points().size(), point.label());
            int code = launcher.run(point.recipe(), folder.write(point.label(), point.recipe()));
            codes.put(point, code);
            show(plan, folder, codes);
            if (stop.getAsBoolean()) {
                return code == ExitCode.DONE ? ExitCode.INTERRUPTED : code;
            }
        }
        return codes.values().stream()
                .filter(code -> code != ExitCode.DONE)
                .findFirst()
                .orElse(ExitCode.DONE);
    }

    private void show(SweepPlan plan, SweepFolder folder, Map<SweepPoint, Integer> codes) {
        SweepTable table = SweepTable.of(codes);
        SweepFolder.write(folder.csv(), table.csv());
        SweepFolder.write(folder.page(), SweepPage.of(plan.folder(), table));
        if (codes.size() == plan.points().size() || stop.getAsBoolean()) {
            out.println();
            out.print(table.text(columns));
            out.printf("%n  %s%n", folder.page());
        }
    }
}
