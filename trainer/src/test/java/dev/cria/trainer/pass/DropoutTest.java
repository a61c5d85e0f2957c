package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.AdapterStart;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DropoutTest {

    private static final Batch BATCH = BatchBuilder.ofExamples(TinyModels.examples(4, 3));

    private static final ActivationMemory KEEP = ActivationMemory.KEEP;
    private static final ActivationMemory CHECKPOINT = ActivationMemory.CHECKPOINT;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLayerThatIsRunAgainDropsTheSame(boolean dora) {
        withAdapter(
                0.3,
                dora,
                (model, adapter) -> {
                    Policy policy = Policy.of(model, adapter, 5);
                    assertArrayEquals(
                            gradients(policy, new Backpropagation(policy, KEEP, 2)),
                            gradients(policy, new Backpropagation(policy, CHECKPOINT, 2)),
                            0f);
                });
    }

    @Test
    void seedStepAndBatchDecideWhatIsDropped() {
        withAdapter(
                0.3,
                false,
                (model, adapter) -> {
                    Policy policy = Policy.of(model, adapter, 5);
                    Policy other = Policy.of(model, adapter, 6);
                    Backpropagation pass = new Backpropagation(policy, KEEP, 2);
                    float[] first = gradients(policy, pass);
                    assertFalse(Arrays.equals(first, gradients(policy, pass)), "second batch");
                    assertArrayEquals(
                            first, gradients(policy, new Backpropagation(policy, KEEP, 2)), 0f);
                    assertFalse(
                            Arrays.equals(
                                    first, gradients(policy, new Backpropagation(policy, KEEP, 3))),
                            "next step");
                    assertFalse(
                            Arrays.equals(
                                    first, gradients(other, new Backpropagation(other, KEEP, 2))),
                            "other seed");
                });
    }

    @Test
    void nothingIsDroppedOutsideTraining() {
        float[][] logProbs = new float[2][];
        for (int i = 0; i < 2; i++) {
            int at = i;
            withAdapter(
                    0.9 * i,
                    false,
                    (model, adapter) -> {
                        Policy policy = Policy.of(model, adapter, 5);
                        logProbs[at] = Forward.logProbs(policy, BATCH);
                    });
        }
        assertArrayEquals(logProbs[0], logProbs[1], 0f);
    }

    /**
     * What low-rank factors add to the values of attention: its mean over draws is that without.
     */
    @Test
    void whatIsKeptMakesUpForWhatIsDropped() {
        LoraConfig config = new LoraConfig(4, 8, 0.5, List.of("v_proj"), false, "");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            AdapterStart.fill(adapter);
            Policy policy = Policy.of(model, adapter, 3);
            float[] base = values(Policy.of(model), Dropout.NONE);
            float[] whole = values(policy, Dropout.NONE);
            double[] mean = new double[base.length];
            int draws = 400;
            for (int step = 1; step <= draws; step++) {
                float[] drawn = values(policy, Dropout.of(policy, step, 0));
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += (drawn[i] - base[i]) / draws;
                }
            }
            double distance = 0;
            double size = 0;
            for (int i = 0; i < mean.length; i++) {
                double effect = whole[i] - base[i];
                distance += Math.pow(mean[i] - effect, 2);
                size += effect * effect;
            }
            assertTrue(Math.sqrt(distance / size) < 0.15, "share " + Math.sqrt(distance / size));
        }
    }

    /** The values of attention in the first layer. */
    private static float[] values(Policy policy, Dropout dropout) {
        try (NDManager scope = policy.engine().newScope()) {
            BatchTensors tensors = BatchTensors.ofTargets(policy, BATCH, dropout, scope);
            NDArray x_TD = Forward.embed(policy, tensors.ids_T(), scope);
            return Forward.layerTrain(policy, 0, x_TD, tensors, scope).get(3).toFloatArray();
        }
    }

    @Test
    void stepsBatchesAndLayersHaveSeedsOfTheirOwn() {
        withAdapter(
                0.1,
                false,
                (model, adapter) -> {
                    Policy policy = Policy.of(model, adapter, 1);
                    Set<Long> seeds = new HashSet<>();
                    for (int i = 0; i < 20 * 20 * 20; i++) {
                        Dropout dropout = Dropout.of(policy, i / 400, i / 20 % 20);
                        seeds.add(dropout.layerSeed(i % 20));
                    }
                    assertEquals(20 * 20 * 20, seeds.size());
                });
    }

    private interface Check {
        void on(LlamaModel model, LoraAdapter adapter);
    }

    private static void withAdapter(double dropout, boolean dora, Check check) {
        LoraConfig config =
                new LoraConfig(4, 8, dropout, LoraConfig.ALL_TARGETS, false, "").withDora(dora);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            AdapterStart.fill(adapter);
            check.on(model, adapter);
        }
    }

    /** Of all parameters, one after another. */
    private static float[] gradients(Policy policy, Backpropagation pass) {
        try (Gradients gradients = new Gradients(policy.engine())) {
            pass.run(BATCH, new CrossEntropy(), StepTotals.of(List.of(BATCH)), gradients);
            float[] all = new float[0];
            for (var parameter : policy.parameters()) {
                NDArray gradient = gradients.of(parameter.name());
                float[] values = gradient.toFloatArray();
                int at = all.length;
                all = Arrays.copyOf(all, at + values.length);
                System.arraycopy(values, 0, all, at, values.length);
            }
            return all;
        }
    }
}
