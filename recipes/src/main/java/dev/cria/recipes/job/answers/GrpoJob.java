package dev.cria.recipes.job.answers;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loss.GroupObjective;
import dev.cria.trainer.loss.GroupObjective.Group;
import dev.cria.trainer.rollout.Experience;
import java.util.Locale;

/** Stage {@code grpo}: learns from its own answers to prompts, by what they are worth. */
public final class GrpoJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        boolean scaled = stage.flag("scale_rewards");
        GroupObjective.Settings settings =
                new GroupObjective.Settings(
                        stage.number("clip_low"),
                        stage.number("clip_high"),
                        stage.number("kl_coef"),
                        GroupObjective.Mean.valueOf(
                                stage.text("loss_mean").toUpperCase(Locale.ROOT)),
                        stage.integer("max_new_tokens"));
        return new OwnAnswers<>(
                        context,
                        new OwnAnswers.Learning<Group>(
                                stage.integer("steps_per_generation"),
                                stage.integer("num_iterations"),
                                false,
                                round -> round.stream().map(one -> group(one, scaled)).toList(),
                                groups -> new GroupObjective(settings, groups)))
                .run(engine -> null);
    }

    private static Group group(Experience answers, boolean scaled) {
        return new Group(
                answers.rollout().advantages(scaled), answers.drawn(), answers.reference());
    }
}
