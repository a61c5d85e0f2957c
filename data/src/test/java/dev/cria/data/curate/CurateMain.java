package dev.cria.data.curate;

import dev.cria.data.source.Columns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Curates in a process of its own, for tests that kill it. */
final class CurateMain {

    private CurateMain() {}

    /** Arguments: input, output, work folder, threads. */
    public static void main(String[] arguments) {
        Curator.run(
                settings(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Integer.parseInt(arguments[3])),
                CurateProgress.NONE);
    }

    /** Every kind of pass and file: steps before, between and behind two about the corpus. */
    static CurateSettings settings(Path input, Path output, Path work, int threads) {
        List<ChosenStep> steps =
                List.of(
                        choose("word_list"),
                        choose("exact_dedup"),
                        TestSteps.longerThan(40),
                        choose("line_dedup"),
                        choose("gopher_repetition"));
        return new CurateSettings(
                List.of(input),
                Columns.DEFAULT,
                output,
                work,
                steps,
                OutputFormat.PARQUET,
                1000,
                true,
                threads,
                new Sizes(150, 1 << 20, 16, 1 << 14));
    }

    private static ChosenStep choose(String name) {
        return StepCatalog.choose(name, Map.of(), Path.of(""), 0);
    }
}
