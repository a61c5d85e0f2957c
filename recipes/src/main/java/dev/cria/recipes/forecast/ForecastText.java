package dev.cria.recipes.forecast;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Durations;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.BatchShape;
import dev.cria.trainer.estimate.MachineSpeed;
import dev.cria.trainer.estimate.MemoryEstimate;
import dev.cria.trainer.estimate.Part;
import dev.cria.trainer.estimate.SaveCopies;
import dev.cria.trainer.estimate.TimeEstimate;
import java.util.Locale;
import java.util.Map;

/** Forecasts for people. */
public final class ForecastText {

    private static final int MOST_LEVERS = 4;

    private final StringBuilder text = new StringBuilder();
    private final long machineBytes;

    private ForecastText(long machineBytes) {
        this.machineBytes = machineBytes;
    }

    /**
     * What a stage will need.
     *
     * @param forecast null where its model is not there yet, and of a stage that draws answers
     */
    public static String of(Recipe recipe, Stage stage, Forecast forecast) {
        ForecastText text = new ForecastText(Engine.machineMemory());
        if (Forecast.draws(stage)) {
            text.drawing(recipe, stage);
        } else if (forecast == null) {
            text.line("%s: its model is not here yet, nothing can be estimated", stage.name());
        } else {
            text.memory(forecast);
            DType gradients = stage.text("backward_dtype").equals("bf16") ? DType.BF16 : DType.F32;
            text.time(forecast, SpeedCache.ofUser().speed(recipe.threads(), gradients));
        }
        return text.text.toString();
    }

    /** The memory of a stage, and what would make it fit. */
    static String memory(Forecast forecast, long machineBytes) {
        ForecastText text = new ForecastText(machineBytes);
        text.memory(forecast);
        return text.text.toString();
    }

    private void memory(Forecast forecast) {
        BatchShape largest = forecast.batches().largest();
        MemoryEstimate memory = forecast.memory();
        line(
                "%s: %,d parameters, %,d of them trained",
                forecast.stage().name(),
                forecast.model().numParameters(),
                forecast.shape().tuning().total(forecast.model()));
        line(
                "  largest batch %,d tokens, %,d with loss (%s)",
                largest.tokens(), largest.targets(), forecast.batches().basis());
        lengths(forecast);
        line("  memory at its peak, %s:", memory.moment());
        for (Map.Entry<Part, Long> part : memory.parts().entrySet()) {
            if (part.getValue() > 0) {
                line("    %-28s %9s", part.getKey().label(), gigabytes(part.getValue()));
            }
        }
        line("    %-28s %9s", "together", gigabytes(memory.total()));
        if (memory.mapped() > 0) {
            line("    and pages of mapped files     %s", gigabytes(memory.mapped()));
        }
        copies(forecast);
        advice(forecast);
    }

    private void lengths(Forecast forecast) {
        Lengths lengths = forecast.lengths();
        if (lengths == null || lengths.read().size() == 0) {
            return;
        }
        lengths.read().found().forEach(data -> line("  data %s", data));
        int limit = forecast.stage().integer("max_seq_len");
        line(
                "  rows: half have up to %,d tokens, 90%% up to %,d, the longest %,d; %,d of %,d have more than max_seq_len %,d",
                lengths.read().quantile(0.5),
                lengths.read().quantile(0.9),
                lengths.read().quantile(1),
                lengths.read().longerThan(limit),
                lengths.read().size(),
                limit);
        line("  %.1f%% of the tokens carry loss", 100 * lengths.targetShare());
    }

    private void drawing(Recipe recipe, Stage stage) {
        Drawing drawing = Forecast.drawing(recipe, stage);
        if (drawing == null) {
            line("%s: its model is not here yet, nothing can be estimated", stage.name());
            return;
        }
        line(
                "%s: %d answers to each of %s of %.0f tokens on average, all of %d tokens",
                stage.name(),
                stage.integer("num_generations"),
                drawing.prompts() == 0 ? "the prompts" : "%,d prompts".formatted(drawing.prompts()),
                drawing.promptTokens(),
                stage.integer("max_new_tokens"));
        line("    %-28s %9s", "weights", gigabytes(drawing.weightBytes()));
        line("    %-28s %9s", "keys and values", gigabytes(drawing.cacheBytes()));
        line("    %-28s %9s", "together, with Java", gigabytes(drawing.memory()));
        line(
                "  the machine has %s: %s",
                gigabytes(machineBytes),
                drawing.memory() <= machineBytes
                        ? "it fits"
                        : "it does NOT fit; fewer num_generations or max_new_tokens need less");
        MachineSpeed speed = SpeedCache.ofUser().speed(recipe.threads(), DType.F32);
        line(
                "  time: about %s for %d prompts%s",
                Durations.show(drawing.seconds(speed)),
                drawing.together(),
                drawing.prompts() == 0
                        ? ""
                        : ", %s for all".formatted(Durations.show(drawing.allSeconds(speed))));
    }

    /** What is taken only where it is free. */
    private void copies(Forecast forecast) {
        Stage stage = forecast.stage();
        boolean onTheWay = stage.integer("save_steps") > 0 || stage.number("save_seconds") > 0;
        if (onTheWay && stage.flag("async_save")) {
            line(
                    "    and where it is free         %s for copies, to save beside training (async_save)",
                    gigabytes(SaveCopies.bytes(forecast.shape())));
        }
    }

    private void advice(Forecast forecast) {
        long needed = forecast.memory().total();
        if (needed <= machineBytes) {
            line("  the machine has %s: it fits", gigabytes(machineBytes));
            return;
        }
        line("  the machine has %s: it does NOT fit", gigabytes(machineBytes));
        Advice advice = new Advice(forecast);
        for (Advice.Way way : advice.levers().stream().limit(MOST_LEVERS).toList()) {
            line(
                    "    %s saves %s%s",
                    way.text(),
                    gigabytes(needed - way.memory().total()),
                    way.memory().total() <= machineBytes ? ", and then it fits" : "");
        }
        Advice.Way way = advice.fitting(machineBytes);
        if (way == null) {
            line("    no setting makes it fit: it needs a smaller model or more memory");
        } else if (way.settings().size() > 1) {
            line("    it fits with %s: %s", way.text(), gigabytes(way.memory().total()));
        }
    }

    private void time(Forecast forecast, MachineSpeed speed) {
        TimeEstimate step = forecast.time(speed);
        long steps = forecast.batches().steps();
        line(
                "  time: about %.1f s a step, %.0f tokens/s, at the %.0f GFLOP/s of this machine%s",
                step.total(),
                forecast.tokensPerStep() / step.total(),
                speed.flops() / 1e9,
                steps > 0
                        ? "; %,d steps in %s".formatted(steps, Durations.show(steps * step.total()))
                        : "");
        Drawing drawing = forecast.drawing();
        if (drawing != null) {
            line(
                    "  and before each step about %s to draw its answers, with %s of keys and values",
                    Durations.show(drawing.seconds(speed)), gigabytes(drawing.cacheBytes()));
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
