package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.testing.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GgufAdapterTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path dir;

    @Test
    void theFileSaysWhatItAdaptsAndHowMuch() {
        GgufFile file = GgufFile.open(write(1, true));
        assertEquals("adapter", file.metadata().get("general.type"));
        assertEquals("llama", file.metadata().get("general.architecture"));
        assertEquals("lora", file.metadata().get("adapter.type"));
        // Of rank 4 and alpha 8 with rsLoRA: 8 / sqrt(4) = 16 / 4.
        assertEquals(16.0, file.metadata().get("adapter.lora.alpha"));
        assertEquals(2 * 2 * 7, file.tensors().size());
        GgufTensor a = file.tensors().get("blk.1.ffn_down.weight.lora_a");
        GgufTensor b = file.tensors().get("blk.1.ffn_down.weight.lora_b");
        assertEquals("F32 [4, 176]", a.type() + " " + a.shape());
        assertEquals("F32 [64, 4]", b.type() + " " + b.shape());
    }

    /** The adapter is made strong, so that the model says other things with it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void llamaCppGeneratesWithTheAdapterWhatItDoesWithTheMergedModel(boolean rsLora)
            throws Exception {
        Path tokenizer =
                LlamaCpp.namesForTokens(dir, Shared.path("golden/model-30/tokenizer.json"), 1024);
        JsonNode golden = JSON.readTree(Shared.path("golden/model-30-greedy.json").toFile());
        ArrayNode prompts = JSON.createArrayNode();
        for (JsonNode example : golden) {
            prompts.add(LlamaCpp.spelled(example.get("ids")).substring("[1008]".length()));
        }
        Path base = dir.resolve("base.gguf");
        Path merged = dir.resolve("merged.gguf");
        Path adapter = write(10, rsLora);
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"));
                PeftAdapter lora = PeftAdapter.open(Shared.path("golden/sft-lora/final"))) {
            LlamaConfig config = model.config();
            TensorSource sum =
                    new MergedModel(model.tensors(), strong(lora, 10, rsLora), lora.tensors());
            GgufExport.write(base, config, model.tensors(), tokenizer, null, GgufType.F32, "b");
            GgufExport.write(merged, config, sum, tokenizer, null, GgufType.F32, "m");
        }
        JsonNode expected = LlamaCpp.run(dir, merged, prompts, 32);
        JsonNode adapted = LlamaCpp.run(dir, base, prompts, 32, adapter);
        assertEquals(expected, adapted);
        assertNotEquals(LlamaCpp.run(dir, base, prompts, 32), adapted);
    }

    @Test
    void whatLlamaCppHasNoPlaceForIsRefused() {
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"));
                PeftAdapter lora = PeftAdapter.open(Shared.path("golden/sft-lora/final"))) {
            LoraConfig config = lora.config();
            assertRefused(model.config(), config.withDora(true), lora, "use_dora");
            LoraConfig saving = config.withSaved(List.of("lm_head"), false);
            assertRefused(model.config(), saving, lora, "lm_head");
            LlamaConfig shallow = model.config().toBuilder().numLayers(1).build();
            assertRefused(shallow, config, lora, "28 tensors, of which 14 belong to the 1 layers");
        }
    }

    private void assertRefused(
            LlamaConfig model, LoraConfig config, PeftAdapter lora, String named) {
        Path file = dir.resolve("refused.gguf");
        UserException refused =
                assertThrows(
                        UserException.class,
                        () -> GgufAdapter.write(file, model, config, lora.tensors(), "a"));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
        assertTrue(Files.notExists(file));
    }

    private Path write(double strength, boolean rsLora) {
        Path file = dir.resolve("adapter.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"));
                PeftAdapter lora = PeftAdapter.open(Shared.path("golden/sft-lora/final"))) {
            LoraConfig config = strong(lora, strength, rsLora);
            GgufAdapter.write(file, model.config(), config, lora.tensors(), "a");
        }
        return file;
    }

    private static LoraConfig strong(PeftAdapter lora, double strength, boolean rsLora) {
        LoraConfig config = lora.config();
        return new LoraConfig(
                config.rank(),
                strength * config.alpha(),
                0,
                config.targetModules(),
                rsLora,
                "base");
    }
}
