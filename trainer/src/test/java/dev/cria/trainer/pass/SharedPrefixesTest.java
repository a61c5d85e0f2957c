package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.Continuations;
import dev.cria.data.batch.SharedPrefixes;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.ContinuationScores;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SharedPrefixesTest {

    /** Instructions of 20 tokens that all questions begin with, questions, and their choices. */
    private static List<Continuations> questions(long seed) {
        Random random = new Random(seed);
        int[] instructions = random.ints(20, 0, 97).toArray();
        List<Continuations> questions = new ArrayList<>();
        for (int q = 0; q < 5; q++) {
            int[] question = random.ints(1 + random.nextInt(9), 0, 97).toArray();
            List<int[]> texts = new ArrayList<>();
            List<Integer> scored = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                int length = q == 0 ? 1 : 1 + random.nextInt(6);
                int[] choice = random.ints(length, 0, 97).toArray();
                texts.add(join(instructions, question, choice));
                scored.add(length);
            }
            questions.add(new Continuations(texts, scored, "random:" + q));
        }
        return questions;
    }

    @Test
    void questionsThatShareTheirBeginningsScoreAsWholeTexts() {
        List<Continuations> questions = questions(3);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            long before = engine.liveArrays();
            List<double[]> shared = ContinuationScores.of(policy, questions);
            assertEquals(before, engine.liveArrays());
            for (int q = 0; q < questions.size(); q++) {
                for (int c = 0; c < 4; c++) {
                    float[] alone =
                            Forward.logProbs(
                                    policy,
                                    BatchBuilder.ofExamples(List.of(example(questions.get(q), c))));
                    double sum = 0;
                    for (float logProb : alone) {
                        sum += logProb;
                    }
                    assertEquals(sum, shared.get(q)[c], 1e-4);
                }
            }
        }
    }

    @Test
    void whatIsCommonRunsOnce() {
        List<Continuations> questions = questions(3);
        int apart = 0;
        for (Continuations question : questions) {
            for (int[] text : question.texts()) {
                apart += text.length - 1;
            }
        }
        int together = SharedPrefixes.batch(questions).numTokens();
        assertTrue(together < apart - 19 * 20, together + " of " + apart);
    }

    @Test
    void gradientsOfPrefixesOfPrefixesAreThoseOfWholeTexts() {
        List<Continuations> questions = questions(8);
        List<Batch> whole = new ArrayList<>();
        for (Continuations question : questions) {
            for (int c = 0; c < question.texts().size(); c++) {
                whole.add(BatchBuilder.ofExamples(List.of(example(question, c))));
            }
        }
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            try (Gradients shared = gradients(policy, List.of(SharedPrefixes.batch(questions)));
                    Gradients apart = gradients(policy, whole)) {
                for (Parameter parameter : policy.parameters()) {
                    assertArrayEquals(
                            apart.of(parameter.name()).toFloatArray(),
                            shared.of(parameter.name()).toFloatArray(),
                            1e-5f,
                            parameter.name());
                }
            }
        }
    }

    @Test
    void batchesEndWhereQuestionsHaveNothingInCommon() {
        List<Continuations> both = new ArrayList<>(questions(3));
        both.addAll(questions(4));
        assertEquals(List.of(5, 10), SharedPrefixes.cuts(both, 10_000));
        List<Integer> small = SharedPrefixes.cuts(both, 64);
        int from = 0;
        for (int to : small) {
            int tokens = SharedPrefixes.batch(both.subList(from, to)).numTokens();
            assertTrue(tokens <= 64 || to == from + 1, from + " to " + to + ": " + tokens);
            from = to;
        }
        assertEquals(10, from);
    }

    private static Gradients gradients(Policy policy, List<Batch> batches) {
        StepTotals totals = StepTotals.of(batches);
        Gradients gradients = new Gradients(policy.engine());
        for (Batch batch : batches) {
            new Backpropagation(policy, ActivationMemory.KEEP, 1)
                    .run(batch, new CrossEntropy(), totals, gradients);
        }
        return gradients;
    }

    private static TokenizedExample example(Continuations question, int choice) {
        int[] text = question.texts().get(choice);
        boolean[] target = new boolean[text.length];
        Arrays.fill(target, text.length - question.scored().get(choice), text.length, true);
        return new TokenizedExample(text, target, "whole");
    }

    private static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
