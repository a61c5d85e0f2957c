package dev.cria.recipes.job;

import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.rows.JsonForms;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stage {@code generate}: what the base, the adapter and the merged model make of the prompts. */
final class GenerateJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        Path model = stage.path("model_name_or_path");
        Path merged = stage.path("merged_model_path");
        Adapters adapters = Adapters.of(stage);
        try (Engine engine = Engines.of(stage)) {
            answer(context, engine, "base", model, Adapters.NONE, facts);
            if (!adapters.equals(Adapters.NONE)) {
                answer(context, engine, "adapter", model, adapters, facts);
            }
            if (merged != null) {
                answer(context, engine, "merged", merged, Adapters.NONE, facts);
            }
        }
        return new JobResult(facts);
    }

    private static void answer(
            StageContext context,
            Engine engine,
            String label,
            Path model,
            Adapters adapters,
            Map<String, String> facts) {
        Stage stage = context.stage();
        List<String> prompts = stage.texts("prompts");
        Path schema = stage.path("json_schema");
        try (OpenPolicy opened = OpenPolicy.open(engine, model, adapters);
                Tokenizer tokenizer = opened.with(StageTemplate.of(stage)).tokenizer()) {
            Continuation continuation =
                    new Continuation(
                            opened.policy(),
                            tokenizer,
                            stage.flag("chat"),
                            sampling(stage),
                            stage.integer("num_samples"),
                            stage.texts("stop"),
                            schema == null ? null : JsonForms.of(schema.toString(), tokenizer),
                            stage.integer("max_new_tokens"),
                            true,
                            context::stopIfAsked);
            List<List<Answer>> answers = continuation.answers(prompts, context.recipe().seed());
            for (int i = 0; i < prompts.size(); i++) {
                for (int sample = 0; sample < answers.get(i).size(); sample++) {
                    String number = sample == 0 ? "" : " #" + (sample + 1);
                    facts.put(
                            label + number + ": " + prompts.get(i),
                            answers.get(i).get(sample).text());
                }
            }
            context.progress().at(prompts.size(), prompts.size(), label);
        }
    }

    private static Sampling sampling(Stage stage) {
        return new Sampling(
                stage.number("temperature"),
                stage.integer("top_k"),
                stage.number("top_p"),
                stage.number("min_p"),
                stage.number("repetition_penalty"));
    }
}
