package dev.cria.recipes.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.recipes.track.Tracker;
import dev.cria.trainer.loop.StepMetrics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** metrics.jsonl: one object per optimizer step, in order. */
public final class MetricsLog {

    private final StepLines lines;
    private final Clock clock;
    private final Tracker tracker;

    /** The log of a run folder. */
    public MetricsLog(Path file) {
        this(file, Tracker.NONE);
    }

    /**
     * The same, and what else is told of its steps.
     *
     * @param tracker is told of a step once it is written
     */
    MetricsLog(Path file, Tracker tracker) {
        this(file, tracker, Clock.systemUTC());
    }

    MetricsLog(Path file, Tracker tracker, Clock clock) {
        this.lines = new StepLines(file);
        this.tracker = tracker;
        this.clock = clock;
    }

    /**
     * Appends a step; each line reaches the operating system before the next step. Its time is that
     * of the end of the step, in seconds since 1970. Figures that are no number are left out.
     */
    public void append(StepMetrics step) {
        ObjectNode line = StepLines.line(step.stage(), step.step());
        line.put("total_steps", step.totalSteps());
        put(line, "loss", step.loss());
        put(line, "grad_norm", step.gradNorm());
        put(line, "learning_rate", step.learningRate());
        line.put("tokens", step.tokens());
        put(line, "tokens_per_s", step.tokensPerSecond());
        put(line, "seconds", step.seconds());
        line.put("time", clock.millis() / 1e3);
        step.extras().forEach((name, value) -> put(line, name, value));
        lines.append(line);
        tracker.step(line);
    }

    private static void put(ObjectNode line, String name, double value) {
        if (Double.isFinite(value)) {
            line.put(name, value);
        }
    }

    /**
     * Takes away the steps of a stage after the one that it goes on from, and a last line that a
     * crash has cut off.
     */
    public void cutAfter(String stage, long step) {
        lines.cutAfter(stage, step);
        tracker.goOn(stage, step, lines.read());
    }

    /** The steps of a stage. */
    public List<JsonNode> of(String stage) {
        return lines.of(stage);
    }

    /** All steps; a last line that was cut off by a crash is left out. */
    public List<JsonNode> read() {
        return lines.read();
    }
}
