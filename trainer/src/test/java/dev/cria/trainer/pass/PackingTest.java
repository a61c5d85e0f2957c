package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackingTest {

    @Test
    void packedDocumentsScoreAsTheyDoAlone() {
        List<TokenizedExample> examples = TinyModels.examples(9, 3);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            float[] packed = Forward.logProbs(policy, BatchBuilder.ofExamples(examples));
            int at = 0;
            for (TokenizedExample example : examples) {
                float[] alone = Forward.logProbs(policy, BatchBuilder.ofExamples(List.of(example)));
                assertArrayEquals(alone, Arrays.copyOfRange(packed, at, at += alone.length), 1e-5f);
            }
            assertEquals(packed.length, at);
        }
    }

    @Test
    void answersThatShareTheirPromptScoreAsWholeTexts() {
        PreferenceExample pair =
                new PreferenceExample(
                        new int[] {5, 9, 33, 2}, new int[] {7, 8, 1}, new int[] {60, 4}, "pair");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            Policy policy = Policy.of(model);
            float[] shared = Forward.logProbs(policy, BatchBuilder.ofPairs(List.of(pair, pair)));
            List<Float> apart = new ArrayList<>();
            for (int[] answer : List.of(pair.chosen(), pair.rejected())) {
                int[] ids =
                        IntStream.concat(IntStream.of(pair.prompt()), IntStream.of(answer))
                                .toArray();
                boolean[] target = new boolean[ids.length];
                Arrays.fill(target, pair.prompt().length, ids.length, true);
                Batch whole =
                        BatchBuilder.ofExamples(List.of(new TokenizedExample(ids, target, "")));
                for (float logProb : Forward.logProbs(policy, whole)) {
                    apart.add(logProb);
                }
            }
            assertEquals(2 * apart.size(), shared.length);
            for (int i = 0; i < shared.length; i++) {
                assertEquals(apart.get(i % apart.size()), shared[i], 1e-5f);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsDoNotDependOnBatchesAndNothingStaysInMemory(boolean lora) {
        List<TokenizedExample> examples = TinyModels.examples(6, 4);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter =
                        LoraAdapter.create(
                                model,
                                new LoraConfig(4, 8, 0, List.of("q_proj", "down_proj"), false, ""),
                                9)) {
            Policy policy = lora ? new Policy(model, adapter) : Policy.of(model);
            long before = engine.liveArrays();
            try (Gradients whole = gradients(policy, List.of(examples), false);
                    Gradients cut =
                            gradients(policy, examples.stream().map(List::of).toList(), true)) {
                for (Parameter parameter : policy.parameters()) {
                    assertArrayEquals(
                            whole.of(parameter.name()).toFloatArray(),
                            cut.of(parameter.name()).toFloatArray(),
                            1e-5f,
                            parameter.name());
                }
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    private static Gradients gradients(
            Policy policy, List<List<TokenizedExample>> cut, boolean checkpointing) {
        List<Batch> batches = cut.stream().map(BatchBuilder::ofExamples).toList();
        StepTotals totals = StepTotals.of(batches);
        Gradients gradients = new Gradients(policy.engine());
        for (Batch batch : batches) {
            new Backpropagation(
                            policy,
                            checkpointing ? ActivationMemory.CHECKPOINT : ActivationMemory.KEEP,
                            1)
                    .run(batch, new CrossEntropy(), totals, gradients);
        }
        return gradients;
    }
}
