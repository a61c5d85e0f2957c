package dev.cria.benchmarks;

import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.CurateProgress;
import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.OutputFormat;
import dev.cria.data.curate.Sizes;
import dev.cria.data.curate.StepCatalog;
import dev.cria.data.source.Columns;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Curates a file again and again and prints a line for each time: documents per second of the clock
 * (the first time since the process was started), seconds of the processor, how many documents
 * there were, and how many were kept.
 */
public final class CurateCria {

    private CurateCria() {}

    /** Arguments: input, output folder, threads, format, times, and steps as name[,key=value…]. */
    public static void main(String[] args) {
        List<ChosenStep> steps = new ArrayList<>();
        for (String step : List.of(args).subList(5, args.length)) {
            steps.add(step(step));
        }
        long before = ManagementFactory.getRuntimeMXBean().getStartTime();
        double processor = 0;
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            CurateReport report = Curator.run(settings(args, i, steps), CurateProgress.NONE);
            long now = System.currentTimeMillis();
            double used = processorSeconds();
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "%.0f %.2f %d %d",
                            report.documentsIn() * 1e3 / (now - before),
                            used - processor,
                            report.documentsIn(),
                            report.documentsKept()));
            before = now;
            processor = used;
        }
    }

    private static CurateSettings settings(String[] args, int time, List<ChosenStep> steps) {
        Path output = Path.of(args[1], Integer.toString(time));
        return new CurateSettings(
                List.of(Path.of(args[0])),
                Columns.DEFAULT,
                output,
                output.resolveSibling(time + ".work"),
                steps,
                OutputFormat.of(args[3]),
                0,
                false,
                Integer.parseInt(args[2]),
                Sizes.DEFAULT);
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static ChosenStep step(String text) {
        List<String> parts = List.of(text.split(",", -1));
        Map<String, Object> given = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            boolean flag = value.equals("true") || value.equals("false");
            given.put(part.substring(0, equals), flag ? (Object) Boolean.valueOf(value) : value);
        }
        return StepCatalog.choose(parts.get(0), given, Path.of(""), 0);
    }
}
