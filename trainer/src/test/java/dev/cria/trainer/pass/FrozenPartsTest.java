package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.RowGradient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of what trains do not depend on what is frozen, which has none. */
final class FrozenPartsTest {

    @ParameterizedTest(name = "{0}, activation checkpointing {1}")
    @CsvSource({
        "model.layers.0.mlp.up_proj.weight,false",
        "model.layers.1.self_attn.k_proj.weight,false",
        "model.layers.1.self_attn.k_proj.weight,true",
        "model.layers.1.input_layernorm.weight;model.layers.0.self_attn.o_proj.weight,true",
        "model.norm.weight,false",
        "model.norm.weight;lm_head.weight,true",
        "lm_head.weight,false",
        "model.embed_tokens.weight,false",
        "model.embed_tokens.weight,true",
        "model.embed_tokens.weight;model.layers.1.post_attention_layernorm.weight,true",
    })
    void gradientsAreThoseOfFullTraining(String tensors, boolean checkpointing) {
        Set<String> unfrozen = Set.of(tensors.split(";"));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, untied(), 5);
                Gradients all = gradients(Policy.of(model), false)) {
            long before = engine.liveArrays();
            Policy policy = Policy.of(model, unfrozen);
            assertEquals(
                    unfrozen,
                    new HashSet<>(policy.parameters().stream().map(p -> p.name()).toList()));
            try (Gradients some = gradients(policy, checkpointing)) {
                Set<String> names = new HashSet<>(some.byName().keySet());
                names.addAll(some.rowsByName().keySet());
                assertEquals(unfrozen, names);
                for (String name : unfrozen) {
                    assertArrayEquals(values(all, name), values(some, name), 1e-6f, name);
                }
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    /** Both sides use the same rows of a table. */
    private static float[] values(Gradients gradients, String name) {
        RowGradient rows = gradients.rowsByName().get(name);
        return (rows == null ? gradients.of(name) : rows.values()).toFloatArray();
    }

    private static LlamaConfig untied() {
        return TinyModels.config().toBuilder().tieWordEmbeddings(false).build();
    }

    private static Gradients gradients(Policy policy, boolean checkpointing) {
        Batch batch = BatchBuilder.ofExamples(TinyModels.examples(4, 3));
        Gradients gradients = new Gradients(policy.engine());
        new Backpropagation(policy, new ActivationMemory(checkpointing ? 1 : 0), 1)
                .run(batch, new CrossEntropy(), StepTotals.of(List.of(batch)), gradients);
        return gradients;
    }
}
