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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes down the answers of each round with what they were worth, {@code NAME/rollouts.jsonl}, by
 * the first step that learns from them, and has their means among the figures of its steps.
 */
final class RolloutLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final StepFile file;
    private final Tokenizer tokenizer;
    private Map<String, Double> figures = Map.of();
    private long last = Long.MAX_VALUE;

    RolloutLog(StageContext context, Tokenizer tokenizer) {
        this.file = new StepFile(context.folder().resolve("rollouts.jsonl"));
        this.tokenizer = tokenizer;
    }

    /** The answers of a round; what an earlier attempt wrote of rounds after it is taken away. */
    void take(RolloutPlan.Round round) {
        figures = figures(round.rollouts());
        if (round.step() <= last) {
            file.cutFrom(round.isNew() ? round.step() : round.step() + 1);
        }
        last = round.step();
        if (round.isNew()) {
            file.append(lines(round));
        }
    }

    private String lines(RolloutPlan.Round round) {
        StringBuilder lines = new StringBuilder();
        for (Rollout rollout : round.rollouts()) {
            for (int i = 0; i < rollout.rewards().length; i++) {
                ObjectNode line = JSON.createObjectNode();
                line.put(StepFile.STEP, round.step());
                line.put("origin", rollout.prompt().origin());
                line.put("prompt", rollout.prompt().text());
                line.put("answer", tokenizer.decode(rollout.answers().get(i)));
                line.put("reward", rollout.rewards()[i]);
                line.put("finished", rollout.finished()[i]);
                lines.append(line).append('\n');
            }
        }
        return lines.toString();
    }

    /** What answers were worth, on average, and how they ended. */
    private static Map<String, Double> figures(List<Rollout> rollouts) {
        double reward = 0;
        double tokens = 0;
        double finished = 0;
        double answers = 0;
        double tied = 0;
        for (Rollout rollout : rollouts) {
            boolean same = true;
            for (int i = 0; i < rollout.rewards().length; i++) {
                reward += rollout.rewards()[i];
                tokens += rollout.answers().get(i).length;
                finished += rollout.finished()[i] ? 1 : 0;
                answers++;
                same &= rollout.rewards()[i] == rollout.rewards()[0];
            }
            tied += same ? 1 : 0;
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("reward", reward / answers);
        figures.put("answer_tokens", tokens / answers);
        figures.put("finished", finished / answers);
        if (answers > rollouts.size()) {
            figures.put("groups_alike", tied / rollouts.size());
        }
        return figures;
    }

    /** The objective with the figures of the answers beside its own. */
    Objective with(Objective objective) {
        return new Objective() {
            @Override
            public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> outputs) {
                return objective.weights(batch, totals, outputs);
            }

            @Override
            public Map<String, Double> shares(Batch batch, StepTotals totals, float[] outputs) {
                Map<String, Double> shares =
                        new HashMap<>(objective.shares(batch, totals, outputs));
                double share = (double) batch.numAnswers() / totals.answers();
                figures.forEach((name, value) -> shares.put(name, value * share));
                return shares;
            }
        };
    }
}
