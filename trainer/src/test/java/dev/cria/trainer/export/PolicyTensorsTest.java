package dev.cria.trainer.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyTensorsTest {

    @Test
    void mergedModelAnswersAsTheModelWithItsAdapter(@TempDir Path folder) {
        Batch batch = BatchBuilder.ofExamples(TinyModels.examples(5, 1));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
                LoraAdapter adapter =
                        LoraAdapter.create(
                                model,
                                new LoraConfig(4, 8, 0, List.of("k_proj", "up_proj"), true, ""),
                                9)) {
            for (Parameter parameter : adapter.parameters()) {
                parameter.value().addi(0.05f);
            }
            Policy policy = new Policy(model, adapter);
            ModelSaver.save(policy, folder.resolve("merged"), DType.F32, 20_000, List.of());
            adapter.save(folder.resolve("adapter"));
            float[] expected = Forward.logProbs(policy, batch);
            try (LlamaModel merged = ModelLoader.load(engine, folder.resolve("merged"));
                    LoraAdapter loaded = LoraAdapter.load(model, folder.resolve("adapter"))) {
                assertArrayEquals(expected, Forward.logProbs(Policy.of(merged), batch), 1e-4f);
                assertArrayEquals(expected, Forward.logProbs(new Policy(model, loaded), batch), 0f);
            }
        }
    }
}
