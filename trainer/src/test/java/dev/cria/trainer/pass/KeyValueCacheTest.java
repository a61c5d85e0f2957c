package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyValueCacheTest {

    @Test
    void continuingATextGivesTheLogitsOfTheWholeText() {
        LlamaConfig config = TinyModels.config();
        int[] ids = new Random(7).ints(40, 0, 97).toArray();
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, config, 5)) {
            Policy policy = Policy.of(model);
            Batch whole =
                    BatchBuilder.ofExamples(
                            List.of(new TokenizedExample(ids, new boolean[40], "ids")));
            float[][] expected = Forward.logits(policy, whole);
            try (KeyValueCache cache = new KeyValueCache(policy, 40)) {
                assertArrayEquals(expected[9], cache.append(Arrays.copyOf(ids, 10)), 1e-5f);
                for (int i = 10; i < 30; i++) {
                    assertArrayEquals(expected[i], cache.append(ids[i]), 1e-5f, "token " + i);
                }
                int[] rest = Arrays.copyOfRange(ids, 30, 40);
                assertArrayEquals(expected[39], cache.append(rest), 1e-5f);
            }
        }
    }
}
