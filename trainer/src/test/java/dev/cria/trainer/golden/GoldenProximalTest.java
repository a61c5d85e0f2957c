package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.batch.AnswerGroup;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PromptExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.ProximalObjective;
import dev.cria.trainer.loss.ProximalObjective.Lesson;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Backpropagation;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import dev.cria.trainer.pass.ValueHead;
import dev.cria.trainer.rollout.Experience;
import dev.cria.trainer.rollout.ProximalLessons;
import dev.cria.trainer.rollout.Rollout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Advantages, returns, losses and gradient norms of PPO equal those of TRL's formulas, which
 * scripts/references/ppo.py computes with torch 2.13, its gradients by autograd.
 */
final class GoldenProximalTest {

    private static final ProximalObjective.Settings SETTINGS =
            new ProximalObjective.Settings(0.2, 0.1, 0.2);

    @TempDir private Path cache;

    /**
     * What was said of a token when it was drawn.
     *
     * @param drawn added to the policy's log-probability
     * @param reference the same
     * @param value added to its value
     */
    private record MadeUp(double drawn, double reference, double value) {}

    @ParameterizedTest
    @CsvSource({"plain,false", "whitened,true"})
    void answersOfLongAgoAreLearntFromAsByTrlsFormulas(String name, boolean whitens)
            throws IOException {
        JsonNode expected = GoldenGroupTest.numbers("proximal-curves.json", name);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, Shared.path("golden/model-30"));
                ValueHead head = head(model);
                Gradients gradients = new Gradients(engine)) {
            Policy policy = Policy.of(model).valued(head);
            List<AnswerGroup> groups = groups();
            Batch batch = BatchBuilder.ofGroups(groups);
            Map<String, Lesson> lessons =
                    lessons(
                            groups,
                            Forward.outputs(policy, batch),
                            whitens,
                            i ->
                                    new MadeUp(
                                            0.4 * Math.sin(i),
                                            0.3 * Math.cos(i),
                                            0.4 * Math.cos(2.0 * i)));
            int token = 0;
            for (AnswerGroup group : groups) {
                Lesson lesson = lessons.get(group.origin());
                for (int i = 0; i < lesson.drawn().length; i++, token++) {
                    double advantage = expected.get("advantages").get(token).asDouble();
                    double gained = expected.get("returns").get(token).asDouble();
                    assertEquals(advantage, lesson.advantages()[i], 2e-5, "token " + token);
                    assertEquals(gained, lesson.returns()[i], 2e-5, "token " + token);
                }
            }
            assertEquals(expected.get("advantages").size(), token);
            Map<String, Double> shares =
                    new Backpropagation(policy, new ActivationMemory(0), 1)
                            .run(
                                    batch,
                                    new ProximalObjective(SETTINGS, lessons),
                                    StepTotals.of(List.of(batch)),
                                    gradients);
            assertTrue(shares.get("clipped") > 0.05, "of ratios: " + shares.get("clipped"));
            assertTrue(shares.get("value_clipped") > 0.05, "of values: " + shares);
            assertEquals(expected.get("loss").asDouble(), shares.get("loss"), 1e-5);
            assertEquals(expected.get("policy").asDouble(), shares.get("policy_loss"), 1e-5);
            assertEquals(expected.get("value").asDouble(), shares.get("value_loss"), 1e-5);
            double norm = expected.get("grad_norm").asDouble();
            assertEquals(norm, gradients.norm(), 1e-4 * norm);
        }
    }

    @Test
    void severalStepsOverTheSameAnswersAreThoseOfTrlsFormulas() throws IOException {
        JsonNode expected = GoldenGroupTest.numbers("proximal-curves.json", "steps");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, Shared.path("golden/model-30"));
                ValueHead head = head(model)) {
            Policy policy = Policy.of(model).valued(head);
            List<AnswerGroup> groups = groups();
            Batch batch = BatchBuilder.ofGroups(groups);
            Map<String, Lesson> lessons =
                    lessons(
                            groups,
                            Forward.outputs(policy, batch),
                            false,
                            i -> new MadeUp(0, 0.3 * Math.cos(i), 0));
            List<StepMetrics> steps =
                    GoldenGroupTest.steps(
                            policy,
                            new ProximalObjective(SETTINGS, lessons),
                            batch,
                            expected.size());
            assertTrue(steps.get(1).extras().get("clipped") > 0, "no ratio was cut");
            for (int i = 0; i < expected.size(); i++) {
                JsonNode theirs = expected.get(i);
                StepMetrics step = steps.get(i);
                String at = "step " + (i + 1);
                assertEquals(theirs.get("loss").asDouble(), step.loss(), 1e-4, at);
                assertEquals(
                        theirs.get("value").asDouble(), step.extras().get("value_loss"), 1e-4, at);
                double norm = theirs.get("grad_norm").asDouble();
                assertEquals(norm, step.gradNorm(), 1e-3 * norm, at);
            }
        }
    }

    @Test
    void aDetachedHeadLeavesTheGradientsBelowItAsTheyAreWithoutIt() {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, Shared.path("golden/model-30"));
                ValueHead head = new ValueHead(model, true)) {
            fill(head);
            Batch batch = BatchBuilder.ofGroups(groups());
            int tokens = batch.numTargets();
            float[] weights = new float[tokens];
            for (int i = 0; i < tokens; i++) {
                weights[i] = (float) Math.sin(i);
            }
            float[] both = Arrays.copyOf(weights, 2 * tokens);
            Arrays.fill(both, tokens, 2 * tokens, 0.5f);
            try (Gradients alone = new Gradients(engine);
                    Gradients beside = new Gradients(engine)) {
                backward(Policy.of(model), batch, weights, alone);
                backward(Policy.of(model).valued(head), batch, both, beside);
                assertEquals(alone.byName().size() + 1, beside.byName().size());
                alone.byName()
                        .forEach(
                                (name, gradient) ->
                                        assertArrayEquals(
                                                gradient.toFloatArray(),
                                                beside.of(name).toFloatArray(),
                                                name));
                assertTrue(beside.of(ValueHead.NAME).norm().getFloat() > 0);
            }
        }
    }

    private static void backward(Policy policy, Batch batch, float[] weights, Gradients gradients) {
        new Backpropagation(policy, new ActivationMemory(0), 1)
                .run(batch, new GivenWeights(weights), StepTotals.of(List.of(batch)), gradients);
    }

    private List<AnswerGroup> groups() {
        return GoldenGroupTest.groups(GoldenPreferenceTest.pairs(Shared.path("golden"), cache));
    }

    private static ValueHead head(LlamaModel model) {
        ValueHead head = new ValueHead(model, false);
        fill(head);
        return head;
    }

    private static void fill(ValueHead head) {
        float[] values = new float[(int) head.parameter().value().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.02 * Math.sin(i + 1));
        }
        head.parameter().value().set(values);
    }

    private interface Tokens {
        MadeUp at(int token);
    }

    /** As the script makes them up. */
    private static Map<String, Lesson> lessons(
            List<AnswerGroup> groups, float[] outputs, boolean whitens, Tokens madeUp) {
        int tokens = outputs.length / 2;
        List<Experience> round = new ArrayList<>();
        int token = 0;
        int answer = 0;
        for (AnswerGroup group : groups) {
            int count = group.answers().stream().mapToInt(ids -> ids.length).sum();
            float[] drawn = Arrays.copyOfRange(outputs, token, token + count);
            float[] values = Arrays.copyOfRange(outputs, tokens + token, tokens + token + count);
            float[] reference = drawn.clone();
            for (int i = 0; i < count; i++) {
                MadeUp more = madeUp.at(token + i);
                drawn[i] += (float) more.drawn();
                reference[i] += (float) more.reference();
                values[i] += (float) more.value();
            }
            double[] rewards = new double[group.answers().size()];
            boolean[] finished = new boolean[rewards.length];
            for (int i = 0; i < rewards.length; i++, answer++) {
                rewards[i] = 1.5 * Math.sin(1 + 2 * answer);
                finished[i] = answer % 3 != 0;
            }
            PromptExample prompt = new PromptExample(group.prompt(), "", "", group.origin());
            Rollout rollout = new Rollout(prompt, group.answers(), rewards, finished);
            round.add(new Experience(rollout, drawn, reference, values));
            token += count;
        }
        List<Lesson> lessons = new ProximalLessons(0.98, 0.95, 0.05, 0.5, whitens).of(round);
        Map<String, Lesson> byOrigin = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            byOrigin.put(groups.get(i).origin(), lessons.get(i));
        }
        return byOrigin;
    }
}
