package dev.cria.recipes.job;

import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.evaluation.Evaluation;
import dev.cria.recipes.evaluation.Examinee;
import dev.cria.recipes.evaluation.ResultsJson;
import dev.cria.recipes.evaluation.ResultsTable;
import dev.cria.recipes.evaluation.TaskResult;
import dev.cria.recipes.evaluation.Tasks;
import dev.cria.recipes.evaluation.Watcher;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stage {@code eval}: what a model can do, by tasks. Goes on behind the last batch that was done.
 */
final class EvalJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        List<TaskDefinition> tasks =
                Stream.concat(stage.texts("tasks").stream(), stage.texts("task_files").stream())
                        .map(Tasks::named)
                        .toList();
        Tasks.requireDifferentNames(tasks);
        Pulse pulse = context.attempt().pulse();
        try (Engine engine = Engines.of(stage);
                OpenPolicy opened =
                        OpenPolicy.open(
                                engine, stage.path("model_name_or_path"), Adapters.of(stage));
                Tokenizer tokenizer = opened.with(StageTemplate.of(stage)).tokenizer()) {
            Examinee examinee =
                    Examinee.of(
                            opened.policy(),
                            tokenizer,
                            stage.flag("chat"),
                            stage.integer("max_seq_len"),
                            stage.integer("batch_tokens"));
            Evaluation evaluation =
                    new Evaluation(
                            examinee,
                            stage.path("data_dir"),
                            stage.integer("num_fewshot"),
                            stage.integer("limit"),
                            context.folder(),
                            watcher(context));
            pulse.expect();
            List<TaskResult> results = new ArrayList<>();
            tasks.forEach(task -> results.add(evaluation.run(task)));
            ResultsJson.write(context.folder(), settings(stage), results);
            return new JobResult(ResultsTable.facts(results));
        } finally {
            pulse.rest();
        }
    }

    private static Map<String, String> settings(Stage stage) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : List.of("model_name_or_path", "data_dir")) {
            settings.put(key, stage.text(key));
        }
        for (String key : List.of("limit", "max_seq_len", "batch_tokens")) {
            settings.put(key, Integer.toString(stage.integer(key)));
        }
        settings.put("chat", Boolean.toString(stage.flag("chat")));
        return settings;
    }

    private static Watcher watcher(StageContext context) {
        return new Watcher() {
            @Override
            public void at(String task, int done, int total) {
                context.attempt().pulse().beat();
                context.progress().at(done, total, task);
                context.goOnLaterIfAsked();
            }

            @Override
            public void working() {
                context.attempt().pulse().beat();
            }
        };
    }
}
