package dev.cria.recipes.job.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.trainer.loop.Evaluation;
import dev.cria.trainer.loop.SpikeGuard;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a training went, for the table at the end. */
record TrainingFacts(Map<String, String> facts) {

    private static final int LAST = 10;

    /** All steps of the stage count, those before an interruption too. */
    void of(List<JsonNode> steps, SpikeGuard guard, Evaluation evaluation) {
        List<JsonNode> run = steps.stream().filter(step -> step.has("loss")).toList();
        if (!run.isEmpty()) {
            summarise(run);
        }
        if (!guard.leftOut().isEmpty()) {
            facts.put(
                    "steps left out",
                    guard.leftOut().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")));
        }
        if (evaluation != null && evaluation.bestStep() > 0) {
            facts.put(
                    "best evaluation",
                    "%s after step %d"
                            .formatted(
                                    TrainingRun.number(evaluation.best()), evaluation.bestStep()));
        }
    }

    private void summarise(List<JsonNode> steps) {
        long tokens = steps.stream().mapToLong(step -> step.path("tokens").asLong()).sum();
        double seconds = steps.stream().mapToDouble(step -> step.path("seconds").asDouble()).sum();
        List<JsonNode> end = steps.subList(Math.max(0, steps.size() - LAST), steps.size());
        facts.put("steps", Integer.toString(steps.size()));
        facts.put("tokens", Long.toString(tokens));
        facts.put("tokens per second", String.format(Locale.ROOT, "%.0f", tokens / seconds));
        facts.put("loss, first step", TrainingRun.number(steps.get(0).path("loss").asDouble()));
        facts.put(
                "loss, mean of the last steps",
                TrainingRun.number(
                        end.stream()
                                .mapToDouble(s -> s.path("loss").asDouble())
                                .average()
                                .orElse(0)));
    }
}
