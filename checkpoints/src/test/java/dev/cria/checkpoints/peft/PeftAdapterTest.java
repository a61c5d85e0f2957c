package dev.cria.checkpoints.peft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeftAdapterTest {

    private static final LoraConfig CONFIG =
            new LoraConfig(2, 8, 0.05, List.of("q_proj"), false, "base");

    private static final String A = PeftAdapter.tensorName("model.layers.0.self_attn.q_proj", 'A');
    private static final String B = PeftAdapter.tensorName("model.layers.0.self_attn.q_proj", 'B');

    private static final String MAGNITUDE =
            PeftAdapter.magnitudeName("model.layers.0.self_attn.q_proj");

    @TempDir private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"golden/sft-lora/start", "golden/dpo-lora/start"})
    void anAdapterOfPeftSurvivesACopy(String golden) {
        Path copy = dir.resolve("copy");
        try (PeftAdapter adapter = PeftAdapter.open(Shared.path(golden))) {
            assertEquals(4, adapter.config().rank());
            assertEquals(2.0, adapter.config().scale());
            assertEquals(
                    Set.copyOf(LoraConfig.ALL_TARGETS),
                    Set.copyOf(adapter.config().targetModules()));
            PeftAdapter.write(
                    copy,
                    adapter.config(),
                    adapter.tensors().tensors().values().stream()
                            .map(info -> TensorData.of(info, adapter.tensors()))
                            .toList());
            try (PeftAdapter read = PeftAdapter.open(copy)) {
                assertEquals(adapter.config(), read.config());
                assertEquals(adapter.tensors().tensors(), read.tensors().tensors());
            }
        }
    }

    @Test
    void theScaleFollowsTheRank() {
        assertEquals(4, CONFIG.scale());
        assertEquals(
                8 / Math.sqrt(2), new LoraConfig(2, 8, 0, List.of("q_proj"), true, null).scale());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"bias\" : \"all\"",
                "\"lora_bias\" : true",
                "\"fan_in_fan_out\" : true",
                "\"modules_to_save\" : [\"mlp\"]",
                "\"rank_pattern\" : {\"q_proj\": 4}",
                "\"layers_to_transform\" : \"all\"",
                "\"init_lora_weights\" : \"pissa\"",
                "\"use_quantum\" : true",
                "\"peft_type\" : \"IA3\"",
                "\"target_modules\" : [\"lm_head\"]",
                "\"target_modules\" : \"q_proj\"",
                "\"r\" : 0",
            })
    void featuresThatWeDoNotComputeAreRefusedByName(String field) throws IOException {
        PeftAdapter.write(dir.resolve("a"), CONFIG, factors(2, 2));
        ObjectNode change = change(field);
        UserException refused =
                assertThrows(UserException.class, () -> PeftAdapter.open(dir.resolve("a")));
        String name = change.fieldNames().next();
        assertTrue(
                refused.getMessage().contains(name.equals("r") ? "rank" : name),
                refused.getMessage());
    }

    @Test
    void magnitudesAndModulesTrainedInFullSurviveACopy() {
        LoraConfig config =
                new LoraConfig(
                        2,
                        8,
                        0.1,
                        List.of("layers.0.self_attn.q_proj"),
                        true,
                        "base",
                        true,
                        List.of(0, 3),
                        List.of("lm_head", "norm"),
                        true);
        List<TensorData> tensors = new ArrayList<>(factors(2, 2));
        tensors.add(zeros(MAGNITUDE, Shape.of(8)));
        tensors.add(zeros(PeftAdapter.savedName("lm_head.weight"), Shape.of(16, 8)));
        tensors.add(zeros(PeftAdapter.savedName("model.embed_tokens.weight"), Shape.of(16, 8)));
        tensors.add(zeros(PeftAdapter.savedName("model.norm.weight"), Shape.of(8)));
        PeftAdapter.write(dir.resolve("a"), config, tensors);
        try (PeftAdapter read = PeftAdapter.open(dir.resolve("a"))) {
            assertEquals(config, read.config());
            assertEquals(6, read.tensors().tensors().size());
        }
    }

    @Test
    void whatTheConfigSaysMustBeThereAndNothingElse() {
        LoraConfig dora = CONFIG.withDora(true);
        List<TensorData> whole = new ArrayList<>(factors(2, 2));
        whole.add(zeros(MAGNITUDE, Shape.of(8)));
        assertRefused(dora, factors(2, 2), MAGNITUDE);
        assertRefused(CONFIG, whole, MAGNITUDE);
        assertRefused(dora.withLayers(List.of(1)), whole, "in layers [1]");
        assertRefused(dora.withSaved(List.of("lm_head"), false), whole, "lm_head");
        whole.set(2, zeros(MAGNITUDE, Shape.of(8, 1)));
        assertRefused(dora, whole, "[outputs]");
        whole.set(2, zeros(PeftAdapter.savedName("lm_head.weight"), Shape.of(16, 8)));
        assertRefused(CONFIG, whole, "lm_head.weight");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"target_modules\" : \".*self_attn\\\\.(q|k)_proj\"",
                "\"target_modules\" : [\"q_proj\", \"v_proj\"], \"exclude_modules\" : [\"v_proj\"]",
                "\"target_modules\" : [\"self_attn.q_proj\"]",
                "\"layers_pattern\" : \"layers\", \"layers_to_transform\" : 0",
            })
    void modulesAreNamedAsPeftLetsThemBe(String fields) throws IOException {
        PeftAdapter.write(dir.resolve("a"), CONFIG, factors(2, 2));
        change(fields);
        try (PeftAdapter read = PeftAdapter.open(dir.resolve("a"))) {
            assertTrue(read.config().adapts(0, "self_attn.q_proj"));
            assertFalse(read.config().adapts(0, "self_attn.v_proj"));
        }
    }

    @Test
    void factorsMustBePairsOfTheRank() {
        assertRefused(factors(3, 2), A);
        assertRefused(factors(2, 3), B);
        assertRefused(List.of(factors(2, 2).get(0)), B);
        assertRefused(List.of(), "q_proj");
        assertRefused(List.of(zeros("model.norm.weight", Shape.of(4))), "model.norm.weight");
    }

    /** Sets fields of the written adapter's config; answers them. */
    private ObjectNode change(String fields) throws IOException {
        Path json = dir.resolve("a/adapter_config.json");
        ObjectNode change = Json.parseObject(json, ("{" + fields + "}").getBytes(UTF_8));
        ObjectNode changed = Json.readObject(json, 1 << 20).setAll(change);
        Files.write(json, Json.bytes(changed));
        return change;
    }

    private void assertRefused(List<TensorData> tensors, String named) {
        assertRefused(CONFIG, tensors, named);
    }

    private void assertRefused(LoraConfig config, List<TensorData> tensors, String named) {
        UserException refused =
                assertThrows(
                        UserException.class,
                        () -> PeftAdapter.write(dir.resolve("no"), config, tensors));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    private static List<TensorData> factors(int rankOfA, int rankOfB) {
        return List.of(zeros(A, Shape.of(rankOfA, 8)), zeros(B, Shape.of(8, rankOfB)));
    }

    private static TensorData zeros(String name, Shape shape) {
        TensorInfo info = new TensorInfo(name, DType.F32, shape);
        return TensorData.of(info, ByteBuffer.allocate((int) info.byteSize()));
    }
}
