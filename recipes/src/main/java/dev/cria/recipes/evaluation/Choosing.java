package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.batch.Continuations;
import dev.cria.data.batch.SharedPrefixes;
import dev.cria.data.evaluation.ChoiceScores;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.trainer.evaluate.ContinuationScores;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiple choice by log-probability. Batches are cut from all questions of a group, answered or
 * not, so that each is the same whenever it runs.
 */
record Choosing(Examinee examinee, TaskDefinition task) implements Answering {

    @Override
    public void answer(List<TaskItem> items, int from, int to, SampleLog log, Runnable onBatch) {
        List<Continuations> questions =
                items.subList(from, to).stream().map(examinee.tokens()::continuations).toList();
        int first = 0;
        for (int end : SharedPrefixes.cuts(questions, examinee.batchTokens())) {
            boolean missing = false;
            for (int i = first; i < end; i++) {
                missing |= !log.has(from + i);
            }
            if (missing) {
                List<double[]> logProbs =
                        ContinuationScores.of(examinee.policy(), questions.subList(first, end));
                List<ObjectNode> lines = new ArrayList<>();
                for (int i = first; i < end; i++) {
                    TaskItem item = items.get(from + i);
                    lines.add(line(log.line(from + i), item, logProbs.get(i - first)));
                }
                log.add(lines);
                onBatch.run();
            }
            first = end;
        }
    }

    private ObjectNode line(ObjectNode line, TaskItem item, double[] logProbs) {
        ArrayNode values = line.putArray("logprobs");
        for (double logProb : logProbs) {
            values.add(logProb);
        }
        line.put("gold", item.gold());
        ChoiceScores.of(task.metrics(), item.choices(), logProbs, item.gold()).forEach(line::put);
        return line;
    }
}
