package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.batch.AnswerGroup;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loop.TrainingLoop;
import dev.cria.trainer.loop.TrainingStep;
import dev.cria.trainer.loss.GroupObjective;
import dev.cria.trainer.loss.GroupObjective.Group;
import dev.cria.trainer.loss.GroupObjective.Mean;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.Schedule;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Backpropagation;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Loss and gradient norm of groups of answers equal those of TRL's GRPO. The numbers were made by
 * scripts/references/groups.py with TRL 1.13 and torch 2.13.
 */
final class GoldenGroupTest {

    private static final int GROUPS = 3;

    @TempDir private Path cache;

    @ParameterizedTest
    @EnumSource(Mean.class)
    void aGroupOfAnswersIsLearntFromAsInTrl(Mean mean) throws IOException {
        JsonNode expected = numbers("group-losses.json", mean.name().toLowerCase(Locale.ROOT));
        double beta = expected.get("beta").asDouble();
        Path golden = Shared.path("golden");
        List<AnswerGroup> all = groups(GoldenPreferenceTest.pairs(golden, cache));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"));
                Gradients gradients = new Gradients(engine)) {
            Policy policy = Policy.of(model);
            Batch batch = BatchBuilder.ofGroups(all);
            float[] own = Forward.logProbs(policy, batch);
            Map<String, Group> known = new HashMap<>();
            int token = 0;
            for (int i = 0; i < GROUPS; i++) {
                int end = token + all.get(i).answers().stream().mapToInt(ids -> ids.length).sum();
                known.put(all.get(i).origin(), group(own, token, end, 4 * i));
                token = end;
            }
            GroupObjective objective =
                    new GroupObjective(
                            new GroupObjective.Settings(0.2, 0.28, beta, mean, 64), known);
            Map<String, Double> shares =
                    new Backpropagation(policy, new ActivationMemory(0), 1)
                            .run(batch, objective, StepTotals.of(List.of(batch)), gradients);
            assertTrue(shares.get("clipped") > 0.05, "of tokens: " + shares.get("clipped"));
            assertEquals(expected.get("loss").asDouble(), shares.get("loss"), 1e-5);
            double norm = expected.get("grad_norm").asDouble();
            assertEquals(norm, gradients.norm(), 1e-4 * norm);
        }
    }

    @Test
    void severalStepsOverTheSameAnswersAreThoseOfTrl() throws IOException {
        JsonNode expected = numbers("group-losses.json", "iterations");
        Path golden = Shared.path("golden");
        List<AnswerGroup> all = groups(GoldenPreferenceTest.pairs(golden, cache));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            Policy policy = Policy.of(model);
            Batch batch = BatchBuilder.ofGroups(all);
            float[] own = Forward.logProbs(policy, batch);
            Map<String, Group> known = new HashMap<>();
            int token = 0;
            for (int i = 0; i < GROUPS; i++) {
                int end = token + all.get(i).answers().stream().mapToInt(ids -> ids.length).sum();
                Group madeUp = group(own, token, end, 4 * i);
                float[] drawn = Arrays.copyOfRange(own, token, end);
                known.put(
                        all.get(i).origin(),
                        new Group(madeUp.advantages(), drawn, madeUp.reference()));
                token = end;
            }
            GroupObjective objective =
                    new GroupObjective(
                            new GroupObjective.Settings(0.2, 0.28, 0.04, Mean.ANSWERS, 64), known);
            List<StepMetrics> steps = steps(policy, objective, batch, expected.size());
            assertTrue(steps.get(1).extras().get("clipped") > 0, "no ratio was cut");
            for (int i = 0; i < expected.size(); i++) {
                double norm = expected.get(i).get("grad_norm").asDouble();
                String at = "step " + (i + 1);
                assertEquals(expected.get(i).get("loss").asDouble(), steps.get(i).loss(), 1e-4, at);
                assertEquals(norm, steps.get(i).gradNorm(), 1e-3 * norm, at);
            }
        }
    }

    /** Steps over one batch with the optimizer of the scripts. */
    static List<StepMetrics> steps(Policy policy, Objective objective, Batch batch, int count) {
        List<StepMetrics> steps = new ArrayList<>();
        AdamW.Settings settings = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01);
        try (AdamW optimizer = new AdamW(settings, policy.engine(), policy.parameters())) {
            TrainingStep step =
                    new TrainingStep(
                            policy,
                            objective,
                            optimizer,
                            new Schedule(Schedule.Kind.CONSTANT, 3e-3, 0, count, 0),
                            1.0,
                            false,
                            new ActivationMemory(0));
            BatchPlan plan =
                    new BatchPlan() {
                        @Override
                        public List<Batch> batches(long number) {
                            return List.of(batch);
                        }

                        @Override
                        public long totalSteps() {
                            return count;
                        }
                    };
            new TrainingLoop("golden", step, plan, List.of(s -> steps.add(s.metrics()))).run(0);
        }
        return steps;
    }

    static JsonNode numbers(String file, String of) throws IOException {
        try (InputStream in = GoldenGroupTest.class.getResourceAsStream(file)) {
            return new JsonMapper().readTree(in).get(of);
        }
    }

    /** As the script makes them up. */
    private static Group group(float[] own, int from, int to, int firstAnswer) {
        float[] drawn = Arrays.copyOfRange(own, from, to);
        float[] reference = drawn.clone();
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] += (float) (0.4 * Math.sin(from + i));
            reference[i] += (float) (0.3 * Math.cos(from + i));
        }
        double[] advantages = new double[4];
        for (int i = 0; i < advantages.length; i++) {
            advantages[i] = Math.sin(1 + 2 * (firstAnswer + i)) * 1.5;
        }
        return new Group(advantages, drawn, reference);
    }

    static List<AnswerGroup> groups(List<PreferenceExample> pairs) {
        List<AnswerGroup> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            PreferenceExample own = pairs.get(i);
            PreferenceExample next = pairs.get(i + 1);
            groups.add(
                    new AnswerGroup(
                            own.prompt(),
                            List.of(own.chosen(), own.rejected(), next.chosen(), next.rejected()),
                            own.origin()));
        }
        return groups;
    }
}
