package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LlamaConfigJsonTest {

    private static final String OLD =
            """
            {"model_type": "llama", "hidden_size": 64, "intermediate_size": 128,
             "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 3,
             "vocab_size": 256, "rms_norm_eps": 1e-05, "rope_theta": 500000.0,
             "rope_scaling": {"factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                              "original_max_position_embeddings": 8192, "rope_type": "llama3"},
             "max_position_embeddings": 131072, "torch_dtype": "bfloat16",
             "bos_token_id": 1, "eos_token_id": [2, 3], "tie_word_embeddings": true}""";

    private static final LlamaConfig CONFIG =
            LlamaConfig.builder()
                    .vocabSize(256)
                    .hiddenSize(64)
                    .intermediateSize(128)
                    .numLayers(3)
                    .numHeads(4)
                    .numKvHeads(2)
                    .headDim(16)
                    .rmsNormEps(1e-5)
                    .rope(new Rope(500_000, new Llama3Scaling(32, 1, 4, 8192)))
                    .tieWordEmbeddings(true)
                    .maxPositionEmbeddings(131_072)
                    .bosTokenId(1)
                    .eosTokenIds(List.of(2, 3))
                    .dtype(DType.BF16)
                    .build();

    @TempDir private Path dir;

    @Test
    void theOldStyleIsRead() throws IOException {
        assertEquals(CONFIG, read(OLD));
    }

    @Test
    void theNewStyleIsRead() throws IOException {
        String text =
                OLD.replace("\"rope_theta\": 500000.0,", "")
                        .replace(
                                "\"rope_scaling\": {", "\"rope_parameters\": {\"rope_theta\": 5e5,")
                        .replace("torch_dtype", "dtype");
        assertEquals(CONFIG, read(text));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        List<LlamaConfig> configs =
                List.of(
                        CONFIG,
                        CONFIG.toBuilder().rope(new Rope(10_000, null)).headDim(32).build(),
                        CONFIG.toBuilder().eosTokenIds(List.of()).padTokenId(0).build(),
                        CONFIG.toBuilder().eosTokenIds(List.of(7)).bosTokenId(null).build());
        for (LlamaConfig config : configs) {
            Path file = dir.resolve("config.json");
            LlamaConfigJson.write(file, config);
            assertEquals(config, LlamaConfigJson.read(file));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"llama\" | \"mistral\" | model_type",
                "\"model_type\": \"llama\", | | model_type",
                "\"hidden_size\": 64, | | hidden_size",
                "\"hidden_size\": 64 | \"hidden_size\": \"64\" | hidden_size",
                "\"hidden_size\": 64 | \"hidden_size\": 64.5 | hidden_size",
                "\"hidden_size\": 64 | \"hidden_size\": 66 | num_attention_heads",
                "\"hidden_size\": 64 | \"hidden_size\": -64 | hidden_size",
                "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | num_key_value_heads",
                "\"num_attention_heads\": 4 | \"num_attention_heads\": 0 | num_attention_heads",
                "{\"model_type\" | {\"attention_bias\": true, \"model_type\" | attention_bias",
                "{\"model_type\" | {\"mlp_bias\": true, \"model_type\" | mlp_bias",
                "{\"model_type\" | {\"hidden_act\": \"gelu\", \"model_type\" | hidden_act",
                "{\"model_type\" | {\"quantization_config\": {}, \"model_type\" | quantization",
                "\"rope_type\": \"llama3\" | \"rope_type\": \"yarn\" | rope_scaling.rope_type",
                "\"rope_type\": \"llama3\" | \"type\": \"linear\" | rope_scaling.type",
                "\"factor\": 32.0, | | rope_scaling.factor",
                "\"factor\": 32.0, | \"factor\": 32.0, \"beta\": 1, | rope_scaling.beta",
                "\"bfloat16\" | \"float8\" | float8",
                "\"bos_token_id\": 1 | \"bos_token_id\": 256 | bos_token_id",
                "[2, 3] | [2, null] | eos_token_id",
            })
    void aWrongFieldIsNamed(String from, String to, String named) throws IOException {
        String text = OLD.replace(from, to == null ? "" : to);
        UserException refused = assertThrows(UserException.class, () -> read(text));
        assertTrue(refused.getMessage().contains("config.json"), refused.getMessage());
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    @Test
    void duplicateFieldsAreRefused() {
        assertThrows(
                UserException.class, () -> read(OLD.replace("{\"m", "{\"vocab_size\": 1, \"m")));
    }

    private LlamaConfig read(String text) throws IOException {
        Path file = dir.resolve("config.json");
        Files.writeString(file, text);
        return LlamaConfigJson.read(file);
    }
}
