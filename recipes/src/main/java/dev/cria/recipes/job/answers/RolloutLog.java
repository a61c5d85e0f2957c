package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.batch.Batch;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import dev.cria.trainer.rollout.Rollout;
import dev.cria.trainer.rollout.RolloutPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes down the answers of each step with what they were worth, {@code NAME/rollouts.jsonl}, and
 * has their means among the figures of the step. After a resume steps may come a second time.
 */
final class RolloutLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Tokenizer tokenizer;
    private Map<String, Double> figures = Map.of();

    RolloutLog(StageContext context, Tokenizer tokenizer) {
        this.file = context.folder().resolve("rollouts.jsonl");
        this.tokenizer = tokenizer;
    }

    /** The answers of a step. */
    void take(RolloutPlan.Step step) {
        figures = GrpoJob.figures(step.rollouts());
        StringBuilder lines = new StringBuilder();
        for (Rollout rollout : step.rollouts()) {
            for (int i = 0; i < rollout.rewards().length; i++) {
                ObjectNode line = JSON.createObjectNode();
                line.put("step", step.number());
                line.put("origin", rollout.prompt().origin());
                line.put("prompt", rollout.prompt().text());
                line.put("answer", tokenizer.decode(rollout.answers().get(i)));
                line.put("reward", rollout.rewards()[i]);
                line.put("finished", rollout.finished()[i]);
                lines.append(line).append('\n');
            }
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    lines.toString().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The objective with the figures of the answers beside its own. */
    Objective with(Objective objective) {
        return new Objective() {
            @Override
            public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
                return objective.weights(batch, totals, logProbs);
            }

            @Override
            public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
                Map<String, Double> shares =
                        new HashMap<>(objective.shares(batch, totals, logProbs));
                double share = (double) batch.numAnswers() / totals.answers();
                figures.forEach((name, value) -> shares.put(name, value * share));
                return shares;
            }
        };
    }
}
