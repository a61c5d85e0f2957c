package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Segment;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoldenModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"model-30", "model-31"})
    void logitsEqualTransformers(String name) {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve(name));
                SafetensorsFile expected =
                        SafetensorsFile.open(golden.resolve(name + "-logits.safetensors"))) {
            // The reference's rotary frequencies were those of model-31's storage type; Cria's are
            // fp32, as transformers' own (see logitsEqualTransformersInFullPrecision).
            if (model.config().dtype() == DType.BF16) {
                roundToBfloat16(model.frequencies());
            }
            int compared = 0;
            for (String tensor : expected.tensors().keySet()) {
                if (tensor.startsWith("ids.")) {
                    String prompt = tensor.substring(4);
                    float[][] logits =
                            Forward.logits(Policy.of(model), batch(ids(expected, tensor)));
                    FloatBuffer reference = floats(expected, "logits." + prompt);
                    for (float[] row : logits) {
                        for (float logit : row) {
                            assertEquals(reference.get(), logit, 1e-4, () -> "prompt " + prompt);
                        }
                    }
                    compared++;
                }
            }
            assertEquals(5, compared);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-30", "model-31"})
    void logitsEqualTransformersInFullPrecision(String name) throws Exception {
        Path golden = Shared.path("golden");
        JsonNode reference = own(name);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve(name));
                SafetensorsFile prompts =
                        SafetensorsFile.open(golden.resolve(name + "-logits.safetensors"))) {
            float[] frequencies = model.frequencies().toFloatArray();
            for (int i = 0; i < frequencies.length; i++) {
                assertEquals(reference.get("inv_freq").get(i).asDouble(), frequencies[i], 1e-7);
            }
            for (Map.Entry<String, JsonNode> row : reference.get("rows").properties()) {
                int[] ids = ids(prompts, "ids." + row.getKey());
                float[] logits = Forward.logits(Policy.of(model), batch(ids))[ids.length - 1];
                for (int i = 0; i < row.getValue().size(); i++) {
                    assertEquals(row.getValue().get(i).asDouble(), logits[i], 2e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-30", "model-31"})
    void greedyTokensEqualTransformers(String name) throws Exception {
        Path golden = Shared.path("golden");
        JsonNode cases = new JsonMapper().readTree(golden.resolve(name + "-greedy.json").toFile());
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve(name))) {
            try (GenerationEngine generation = new GenerationEngine(Policy.of(model))) {
                List<Request> requests = new ArrayList<>();
                for (JsonNode node : cases) {
                    requests.add(Request.of(ints(node.get("ids")), 48));
                }
                List<List<Answer>> together = generation.generateAll(requests);
                for (int i = 0; i < cases.size(); i++) {
                    // The reference of the fourth prompt took its last token, id 0, for padding.
                    int[] expected =
                            ints(i == 3 ? own(name).get("greedy3") : cases.get(i).get("generated"));
                    int[] alone = generation.generate(requests.get(i), AnswerListener.NONE).ids();
                    assertArrayEquals(expected, alone, "prompt " + i + " alone");
                    assertArrayEquals(
                            expected, together.get(i).get(0).ids(), "prompt " + i + " with others");
                }
            }
        }
    }

    private static JsonNode own(String name) throws IOException {
        try (InputStream in =
                GoldenModelTest.class.getResourceAsStream("/transformers-golden.json")) {
            return new JsonMapper().readTree(in).get(name);
        }
    }

    private static void roundToBfloat16(NDArray array) {
        FloatBuffer values = Engine.memory(array).asFloatBuffer();
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, Floats.fromBfloat16(Floats.toBfloat16(values.get(i))));
        }
    }

    private static Batch batch(int[] ids) {
        return new Batch(
                ids,
                IntStream.range(0, ids.length).toArray(),
                List.of(Segment.of(0, ids.length)),
                new int[0],
                new int[0],
                new float[0],
                new int[0],
                1,
                List.of("prompt"));
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    private static int[] ids(SafetensorsFile file, String name) {
        TensorInfo info = file.tensors().get(name);
        LongBuffer longs = file.bytes(name, 0, (int) info.byteSize()).asLongBuffer();
        return IntStream.range(0, longs.remaining()).map(i -> (int) longs.get(i)).toArray();
    }

    private static FloatBuffer floats(SafetensorsFile file, String name) {
        return file.bytes(name, 0, (int) file.tensors().get(name).byteSize()).asFloatBuffer();
    }
}
