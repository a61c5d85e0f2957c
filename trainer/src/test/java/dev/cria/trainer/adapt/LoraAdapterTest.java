package dev.cria.trainer.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoraAdapterTest {

    private static final LoraConfig DORA =
            new LoraConfig(4, 8, 0, LoraConfig.ALL_TARGETS, false, "").withDora(true);
    private static final Batch BATCH = BatchBuilder.ofExamples(TinyModels.examples(4, 3));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewAdapterLeavesTheModelAsItIs(boolean dora) {
        LoraConfig config =
                DORA.withDora(dora).withSaved(List.of("embed_tokens", "norm", "lm_head"), false);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            assertArrayEquals(
                    Forward.logProbs(Policy.of(model), BATCH),
                    Forward.logProbs(new Policy(model, adapter), BATCH),
                    1e-5f);
        }
    }

    /** |W|^2 + 2s <W, BA> + s^2 |BA|^2 against the norm of the sum itself. */
    @Test
    void normsOfRowsAreThoseOfTheSum() {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, DORA, 9);
                NDManager scope = engine.newScope()) {
            AdapterStart.fill(adapter);
            for (int module = 0; module < LlamaLayer.LINEARS.size(); module++) {
                LowRank lowRank = adapter.layer(1);
                NDArray weight = model.layer(1).linear(module);
                NDArray merged = AdapterMerge.merged(engine, weight, lowRank, module, DORA, scope);
                float[] norms = merged.norm(new int[] {1}).toFloatArray();
                float[] magnitudes = lowRank.dora().get(module).toFloatArray();
                float[] scales =
                        engine.call("row_scales", scope)
                                .with(Engine.settings(scope, 4, 2, 8, 1e-5, DORA.scale(), 0, 0))
                                .with(model.layer(1).weights())
                                .with(lowRank.a())
                                .with(lowRank.b())
                                .with(lowRank.dora())
                                .run()
                                .get(module)
                                .toFloatArray();
                NDArray sum =
                        AdapterMerge.merged(
                                engine,
                                weight,
                                new LowRank(lowRank.a(), lowRank.b(), List.of(weight)),
                                module,
                                DORA,
                                scope);
                float[] direct = sum.norm(new int[] {1}).toFloatArray();
                for (int row = 0; row < norms.length; row++) {
                    assertEquals(magnitudes[row], norms[row], 1e-5 * norms[row]);
                    double expected = magnitudes[row] / direct[row];
                    assertEquals(expected, scales[row], 2e-6 * expected, "row " + row);
                }
            }
        }
    }

    @Test
    void adaptersMergedInTurnAnswerAsTheLastOneOnTheMergedModel() {
        LoraConfig first = DORA.withSaved(List.of("norm"), false);
        LoraConfig second = new LoraConfig(2, 4, 0, List.of("k_proj", "mlp.up_proj"), true, "");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5)) {
            try (LoraAdapter adapter = LoraAdapter.create(model, first, 9)) {
                AdapterStart.fill(adapter);
                adapter.saved(LlamaModel.FINAL_NORM).muli(1.5f);
                adapter.save(folder.resolve("first"));
                ModelSaver.save(
                        new Policy(model, adapter),
                        folder.resolve("merged"),
                        DType.F32,
                        1 << 20,
                        List.of());
            }
            try (LoraAdapter adapter = LoraAdapter.load(model, folder.resolve("first"))) {
                AdapterMerge.into(model, adapter, folder);
            }
            try (LlamaModel merged = ModelLoader.load(engine, folder.resolve("merged"));
                    LoraAdapter last = LoraAdapter.create(merged, second, 4)) {
                AdapterStart.fill(last);
                assertArrayEquals(
                        Forward.logProbs(new Policy(merged, last), BATCH),
                        Forward.logProbs(new Policy(model, last), BATCH),
                        1e-5f);
            }
        }
        assertEquals(
                15 + 4, AdapterMerge.changes(TinyModels.config(), folder.resolve("first")).size());
    }

    @Test
    void aHeadOfItsOwnCannotBeMergedIntoTiedEmbeddings() {
        LoraConfig config = DORA.withSaved(List.of("lm_head"), false);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            UserException refused =
                    assertThrows(
                            UserException.class, () -> AdapterMerge.into(model, adapter, folder));
            assertTrue(refused.getMessage().contains("apart"), refused.getMessage());
        }
    }

    @Test
    void untyingExportsBothMatrices() {
        LoraConfig config = DORA.withSaved(List.of("lm_head"), false);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter = LoraAdapter.create(model, config, 9)) {
            adapter.saved(LlamaModel.HEAD).muli(2f);
            Policy policy = new Policy(model, adapter);
            ModelSaver.save(policy, folder.resolve("m"), DType.F32, 1 << 20, List.of());
            try (LlamaModel merged = ModelLoader.load(engine, folder.resolve("m"))) {
                LlamaConfig written = merged.config();
                assertTrue(!written.tieWordEmbeddings());
                assertArrayEquals(
                        Forward.logProbs(policy, BATCH),
                        Forward.logProbs(Policy.of(merged), BATCH),
                        1e-4f);
            }
        }
    }

    @Test
    void wordsThatNameNothingAreRefused() {
        refused("layers_to_transform holds 2", DORA.withLayers(List.of(2)));
        refused(
                "ensure_weight_tying",
                DORA.withSaved(List.of("lm_head"), true),
                TinyModels.config().toBuilder().tieWordEmbeddings(false).build());
        refused(
                "modules_to_save: 7.input_layernorm names no module",
                DORA.withSaved(List.of("7.input_layernorm"), false));
        refused(
                "names no linear module",
                new LoraConfig(2, 4, 0, List.of("layers.7.mlp.up_proj"), false, ""));
    }

    private static void refused(String named, LoraConfig config) {
        refused(named, config, TinyModels.config());
    }

    private static void refused(String named, LoraConfig config, LlamaConfig shape) {
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, shape, 5)) {
            long before = engine.liveArrays();
            UserException refused =
                    assertThrows(UserException.class, () -> LoraAdapter.create(model, config, 9));
            assertTrue(refused.getMessage().contains(named), refused.getMessage());
            assertEquals(before, engine.liveArrays());
        }
    }

    @Test
    void freezeTuningNamesLayersFromEitherEnd() {
        LlamaConfig shape = TinyModels.config();
        assertEquals(9, new FreezeTuning(1, List.of("all"), List.of()).unfrozen(shape).size());
        assertEquals(
                List.of("model.layers.0.mlp.up_proj.weight", "model.norm.weight"),
                new ArrayList<>(
                        new FreezeTuning(-1, List.of("up_proj"), List.of("norm")).unfrozen(shape)));
        assertEquals(18, new FreezeTuning(9, List.of("all"), List.of()).unfrozen(shape).size());
        UserException tied =
                assertThrows(
                        UserException.class,
                        () ->
                                new FreezeTuning(1, List.of("all"), List.of("lm_head"))
                                        .unfrozen(shape));
        assertTrue(tied.getMessage().contains("embed_tokens"), tied.getMessage());
    }
}
