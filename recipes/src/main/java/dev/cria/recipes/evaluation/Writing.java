package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.evaluation.AnswerScores;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers in the model's own words: always the likeliest token. */
final class Writing implements Answering {

    /** Questions that are answered at a time. */
    private static final int TOGETHER = 64;

    private final Examinee examinee;
    private final TaskDefinition task;
    private final Watcher watcher;
    private final GenerationEngine engine;

    Writing(Examinee examinee, TaskDefinition task, Watcher watcher) {
        this.examinee = examinee;
        this.task = task;
        this.watcher = watcher;
        this.engine =
                new GenerationEngine(
                        Map.of(GenerationEngine.MODEL, examinee.policy()),
                        examinee.tokenizer(),
                        EngineSettings.of(examinee.policy()));
    }

    @Override
    public void answer(List<TaskItem> items, int from, int to, SampleLog log, Runnable onBatch) {
        List<Integer> missing = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (!log.has(i)) {
                missing.add(i);
            }
        }
        for (int first = 0; first < missing.size(); first += TOGETHER) {
            List<Integer> part = missing.subList(first, Math.min(missing.size(), first + TOGETHER));
            List<Request> requests = part.stream().map(index -> request(items.get(index))).toList();
            List<List<Answer>> answers = engine.generateAll(requests, listener());
            List<ObjectNode> lines = new ArrayList<>();
            for (int i = 0; i < part.size(); i++) {
                TaskItem item = items.get(part.get(i));
                lines.add(line(log.line(part.get(i)), item, answers.get(i).get(0)));
            }
            log.add(lines);
            onBatch.run();
        }
    }

    private Request request(TaskItem item) {
        int[] prompt = examinee.tokens().prompt(item.prompt(), task.maxNewTokens());
        return Request.of(prompt, task.maxNewTokens()).withStops(examinee.stops(), task.stops());
    }

    private ObjectNode line(ObjectNode line, TaskItem item, Answer answer) {
        line.put("answer", answer.text())
                .put("reference", item.reference())
                .put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
        AnswerScores.of(task, item.reference(), answer.text()).forEach(line::put);
        return line;
    }

    private AnswerListener listener() {
        return new AnswerListener() {
            @Override
            public void token(int sample, int id) {
                watcher.working();
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
