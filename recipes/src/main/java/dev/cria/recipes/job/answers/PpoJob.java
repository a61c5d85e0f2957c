package dev.cria.recipes.job.answers;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loss.ProximalObjective;
import dev.cria.trainer.loss.ProximalObjective.Lesson;
import dev.cria.trainer.pass.ValueHead;
import dev.cria.trainer.rollout.ProximalLessons;

/**
 * Stage {@code ppo}: learns from its own answers to prompts, token by token, by how much more came
 * of them than a value head had thought.
 */
public final class PpoJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        ProximalLessons lessons =
                new ProximalLessons(
                        stage.number("gamma"),
                        stage.number("lam"),
                        stage.number("kl_coef"),
                        stage.number("missing_eos_penalty"),
                        stage.flag("whiten_rewards"));
        ProximalObjective.Settings settings =
                new ProximalObjective.Settings(
                        stage.number("cliprange"),
                        stage.number("vf_coef"),
                        stage.number("cliprange_value"));
        return new OwnAnswers<>(
                        context,
                        new OwnAnswers.Learning<Lesson>(
                                stage.integer("num_mini_batches"),
                                stage.integer("num_ppo_epochs"),
                                true,
                                lessons,
                                byOrigin -> new ProximalObjective(settings, byOrigin)))
                .run(model -> new ValueHead(model, stage.flag("detach_value_head")));
    }
}
