package dev.cria.trainer.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.ModelLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdapterCombinationTest {

    private static final LoraConfig Q_AND_UP =
            new LoraConfig(3, 6, 0, List.of("q_proj", "up_proj"), false, "base");
    private static final LoraConfig UP_AND_DOWN =
            new LoraConfig(5, 4, 0, List.of("up_proj", "down_proj"), true, "base")
                    .withLayers(List.of(1));

    @Test
    void updatesSideBySideAddUpByTheirWeights() {
        withModel(
                (model, scope) -> {
                    try (LoraAdapter first = adapter(model, Q_AND_UP);
                            LoraAdapter second = adapter(model, UP_AND_DOWN);
                            LoraAdapter both =
                                    AdapterCombination.CAT.of(
                                            model, List.of(first, second), List.of(0.7, -0.3))) {
                        assertEquals(8, both.config().rank());
                        assertEquals(1.0, both.config().scale());
                        for (int layer = 0; layer < 2; layer++) {
                            for (int module : List.of(0, 5, 6)) {
                                NDArray expected =
                                        update(model, first, layer, module, scope)
                                                .mul(0.7f)
                                                .sub(
                                                        update(model, second, layer, module, scope)
                                                                .mul(0.3f));
                                assertArrayEquals(
                                        expected.toFloatArray(),
                                        update(model, both, layer, module, scope).toFloatArray(),
                                        1e-6f);
                            }
                        }
                        assertTrue(both.layer(0).a().get(6).size() == 0, "adapted by neither");
                    }
                });
    }

    /** The formula of PEFT: each factor is a sum with the roots of weight times scale. */
    @Test
    void sumsOfFactorsKeepTheRank() {
        LoraConfig rs = new LoraConfig(3, 9, 0, List.of("q_proj", "up_proj"), true, "base");
        withModel(
                (model, scope) -> {
                    try (LoraAdapter first = adapter(model, Q_AND_UP);
                            LoraAdapter second = adapter(model, rs);
                            LoraAdapter both =
                                    AdapterCombination.LINEAR.of(
                                            model, List.of(first, second), List.of(0.5, -2.0))) {
                        assertEquals(3, both.config().rank());
                        float one = (float) Math.sqrt(0.5 * 2);
                        float two = (float) Math.sqrt(2.0 * 9 / Math.sqrt(3));
                        NDArray a =
                                first.layer(1)
                                        .a()
                                        .get(0)
                                        .mul(one)
                                        .sub(second.layer(1).a().get(0).mul(two));
                        NDArray b =
                                first.layer(1)
                                        .b()
                                        .get(0)
                                        .mul(one)
                                        .add(second.layer(1).b().get(0).mul(two));
                        assertArrayEquals(
                                a.toFloatArray(), both.layer(1).a().get(0).toFloatArray(), 1e-6f);
                        assertArrayEquals(
                                b.toFloatArray(), both.layer(1).b().get(0).toFloatArray(), 1e-6f);
                    }
                });
    }

    @Test
    void whatIsNoSumOfUpdatesIsRefused() {
        withModel(
                (model, scope) -> {
                    try (LoraAdapter plain = adapter(model, Q_AND_UP);
                            LoraAdapter other = adapter(model, UP_AND_DOWN);
                            LoraAdapter dora = adapter(model, Q_AND_UP.withDora(true));
                            LoraAdapter saved =
                                    adapter(model, Q_AND_UP.withSaved(List.of("norm"), false))) {
                        refused("DoRA", AdapterCombination.CAT, model, plain, dora);
                        refused("modules_to_save", AdapterCombination.CAT, model, saved, plain);
                        refused(
                                "one rank, found 3 and 5",
                                AdapterCombination.LINEAR,
                                model,
                                plain,
                                other);
                        refused("2 weights for 1", AdapterCombination.CAT, model, plain);
                    }
                });
    }

    private static void refused(
            String named, AdapterCombination how, LlamaModel model, LoraAdapter... adapters) {
        UserException refused =
                assertThrows(
                        UserException.class,
                        () -> how.of(model, List.of(adapters), List.of(0.5, 0.5)));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    private interface Check {
        void on(LlamaModel model, NDManager scope);
    }

    private static void withModel(Check check) {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            long before = engine.liveArrays();
            try (NDManager scope = engine.newScope()) {
                check.on(model, scope);
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    private static LoraAdapter adapter(LlamaModel model, LoraConfig config) {
        LoraAdapter adapter = LoraAdapter.create(model, config, 9);
        AdapterStart.fill(adapter);
        return adapter;
    }

    /** What an adapter adds to a weight; zero where it adapts nothing. */
    private static NDArray update(
            LlamaModel model, LoraAdapter adapter, int layer, int module, NDManager scope) {
        LowRank lowRank = adapter.layer(layer);
        NDArray weight = model.layer(layer).linear(module);
        NDArray merged =
                lowRank.adapts(module)
                        ? AdapterMerge.merged(
                                model.engine(), weight, lowRank, module, adapter.config(), scope)
                        : weight.duplicate();
        merged.attach(scope);
        NDArray update = merged.sub(weight);
        update.attach(scope);
        return update;
    }
}
