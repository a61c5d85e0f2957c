package dev.cria.recipes.job.tune;

import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.JoinedList;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.job.training.Background;
import dev.cria.recipes.job.training.DataRecord;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.job.training.Watch;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.HeldoutLoss;
import dev.cria.trainer.loss.Distillation;
import dev.cria.trainer.pass.Divergence;
import dev.cria.trainer.pass.Teacher;
import dev.cria.trainer.pass.Teaching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stage {@code distill}: a student learns what a teacher finds probable in answers. */
public final class DistillJob implements Job {

    private static final Map<String, String> MEASURED =
            Map.of(
                    "loss", "loss",
                    "nll", "negative log-likelihood",
                    "kl_teacher", "KL to the teacher",
                    "agreement", "agreement with the teacher");

    @Override
    public JobResult run(StageContext context) {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Background<Tokenizer> loading = TunedPolicy.openTokenizer(context);
                Engine engine = Engines.forTraining(context)) {
            Tokenizer tokenizer = loading.get();
            StageData datasets = new StageData(context, tokenizer, facts);
            TrainingData<List<TokenizedExample>> data = datasets.conversations();
            List<TokenizedExample> heldout = datasets.heldoutConversations();
            Teachers teachers = new Teachers(context, engine, tokenizer);
            String identity = teachers.identity();
            Map<String, String> made = new TreeMap<>(datasets.made());
            made.put(context.stage().text("teacher"), identity);
            new DataRecord(context).requireSame(made);
            List<List<TokenizedExample>> all =
                    JoinedList.of(List.of(data.rows(), List.of(heldout)));
            try (OpenTeacher teacher = teachers.open(all, identity, facts);
                    OpenPolicy opened = TunedPolicy.open(engine, context)) {
                opened.fitting(tokenizer);
                Distillation objective = objective(context.stage(), teacher.teacher());
                Watch watch =
                        Watch.of(context.stage(), opened.policy(), tokenizer, objective, heldout);
                Map<String, Double> before = measure(watch);
                new TrainingRun(context, opened.policy(), objective, watch)
                        .over(data.plan(context, facts), facts);
                describe(before, measure(watch), facts);
                TunedPolicy.save(opened, context, facts);
            }
        }
        return new JobResult(facts);
    }

    private static Distillation objective(Stage stage, Teacher teacher) {
        double temperature = stage.number("temperature");
        Divergence divergence =
                switch (stage.text("kd_loss")) {
                    case "forward_kl" -> Divergence.forwardKl(temperature);
                    case "reverse_kl" -> Divergence.reverseKl(temperature);
                    case "symmetric_kl" ->
                            Divergence.symmetricKl(stage.number("sym_kd_ratio"), temperature);
                    default -> Divergence.jensenShannon(stage.number("beta"), temperature);
                };
        return new Distillation(new Teaching(teacher, divergence), stage.number("kd_ratio"));
    }

    private static Map<String, Double> measure(Watch watch) {
        return watch.heldout().batches().isEmpty() ? Map.of() : watch.heldout().measure();
    }

    private static void describe(
            Map<String, Double> before, Map<String, Double> after, Map<String, String> facts) {
        MEASURED.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .filter(figure -> before.containsKey(HeldoutLoss.PREFIX + figure.getKey()))
                .forEach(
                        figure -> {
                            String key = HeldoutLoss.PREFIX + figure.getKey();
                            facts.put(
                                    "held-out " + figure.getValue(),
                                    "%s before, %s after"
                                            .formatted(
                                                    TrainingRun.number(before.get(key)),
                                                    TrainingRun.number(after.get(key))));
                        });
    }
}
