package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.cria.checkpoints.gguf.GgufExport;
import dev.cria.checkpoints.gguf.GgufTensors;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.Likelihood;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GgufModelTest {

    @TempDir private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"model-30", "model-31"})
    void aModelReadBackFromGgufComputesTheSame(String name) {
        Path folder = Shared.path("golden/" + name);
        Path file = dir.resolve("model.gguf");
        int[] ids = IntStream.range(0, 100).map(i -> i * i % 1000).toArray();
        try (Engine engine = Engine.cpu();
                HuggingFaceFolder source = HuggingFaceFolder.open(folder)) {
            Path tokenizer = folder.resolve("tokenizer.json");
            GgufExport.write(
                    file, source.config(), source.tensors(), tokenizer, null, GgufType.F32, name);
            try (GgufTensors tensors = GgufTensors.open(file, source.config());
                    LlamaModel original = ModelLoader.load(engine, folder);
                    LlamaModel read = ModelLoader.of(engine, source.config(), tensors)) {
                assertArrayEquals(
                        Likelihood.ofText(Policy.of(original), ids),
                        Likelihood.ofText(Policy.of(read), ids));
            }
        }
    }
}
