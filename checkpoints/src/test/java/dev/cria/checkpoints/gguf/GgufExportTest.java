package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GgufExportTest {

    @TempDir private Path dir;

    @Test
    void metadataDescribesTheModelAndItsTokenizer() {
        Map<String, Object> metadata = export("model-31", GgufType.BF16).metadata();
        assertEquals("llama", metadata.get("general.architecture"));
        assertEquals(32L, metadata.get("llama.rope.dimension_count"));
        assertEquals(32L, metadata.get("llama.attention.key_length"));
        assertEquals(500_000.0, metadata.get("llama.rope.freq_base"));
        assertEquals((double) 1e-5f, metadata.get("llama.attention.layer_norm_rms_epsilon"));
        assertEquals("gpt2", metadata.get("tokenizer.ggml.model"));
        assertEquals("llama-bpe", metadata.get("tokenizer.ggml.pre"));
        assertEquals(1008L, metadata.get("tokenizer.ggml.bos_token_id"));
        assertEquals(1017L, metadata.get("tokenizer.ggml.eos_token_id"));
        assertEquals(1017L, metadata.get("tokenizer.ggml.eot_token_id"));
        assertEquals(1012L, metadata.get("tokenizer.ggml.padding_token_id"));
        assertEquals(true, metadata.get("tokenizer.ggml.add_bos_token"));
        assertEquals("{{ chat }}", metadata.get("tokenizer.chat_template"));
        List<?> tokens = (List<?>) metadata.get("tokenizer.ggml.tokens");
        List<?> types = (List<?>) metadata.get("tokenizer.ggml.token_type");
        assertEquals(1024, tokens.size());
        assertEquals("<|begin_of_text|>", tokens.get(1008));
        assertEquals(3L, types.get(1008));
        assertEquals(1L, types.get(1007));
        assertEquals("\u0120 \u0120", ((List<?>) metadata.get("tokenizer.ggml.merges")).get(0));
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void matricesHaveTheTypeAndVectorsAreF32(GgufType type) {
        GgufFile file = export("model-31", type);
        assertFalse(file.tensors().containsKey("output.weight"), "the head is tied");
        assertTrue(file.tensors().containsKey("rope_freqs.weight"));
        for (GgufTensor tensor : file.tensors().values()) {
            boolean wholeBlocks = !tensor.name().contains("ffn_down");
            GgmlType matrix = wholeBlocks ? fallback(type) : GgmlType.F16;
            boolean mixed = type == GgufType.Q4_K_M || type == GgufType.Q5_K_M;
            if (tensor.name().equals("token_embd.weight")
                    || (mixed && tensor.name().equals("blk.2.attn_v.weight"))) {
                matrix = GgmlType.Q8_0;
            }
            if (!type.isQuantized()) {
                matrix = GgmlType.valueOf(type.name());
            }
            assertEquals(tensor.shape().rank() == 1 ? GgmlType.F32 : matrix, tensor.type());
        }
    }

    /**
     * Rows of model-31 are no multiple of 256 long, those of its down projection not even of 32.
     */
    private static GgmlType fallback(GgufType type) {
        return switch (type) {
            case Q4_K_M -> GgmlType.Q5_0;
            case Q5_K_M -> GgmlType.Q5_1;
            case Q6_K -> GgmlType.Q8_0;
            default -> GgmlType.valueOf(type.name());
        };
    }

    @Test
    void everyTensorIsThereOnceAndUnscaledModelsHaveNoRopeFactors() {
        GgufFile file = export("model-30", GgufType.F32);
        assertEquals(3 + 2 * 9, file.tensors().size());
        assertFalse(file.tensors().containsKey("rope_freqs.weight"));
        assertEquals("[64, 176]", file.tensors().get("blk.1.ffn_down.weight").shape().toString());
    }

    @Test
    void rowsOfQueriesAreInterleavedAndOthersKept() throws IOException {
        GgufFile file = export("model-30", GgufType.F32);
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"))) {
            // Heads of 16 rows: rows 0, 8, 1, 9, ... of each.
            ByteBuffer query = stored(file, "blk.0.attn_q.weight");
            String name = "model.layers.0.self_attn.q_proj.weight";
            int row = 64 * 4;
            Set<Integer> seen = new HashSet<>();
            for (int target = 0; target < 64; target++) {
                int inHead = target % 16;
                int source = target - inHead + (inHead % 2 == 0 ? inHead / 2 : 8 + inHead / 2);
                assertEquals(
                        model.tensors().bytes(name, (long) source * row, row),
                        query.slice(target * row, row));
                seen.add(source);
            }
            assertEquals(64, seen.size());
            assertEquals(
                    model.tensors().bytes("model.layers.1.mlp.down_proj.weight"),
                    stored(file, "blk.1.ffn_down.weight"));
            assertEquals(
                    model.tensors().bytes("model.norm.weight"), stored(file, "output_norm.weight"));
        }
    }

    @Test
    void aTokenizerThatSplitsDifferentlyIsRefused() throws IOException {
        Path tokenizer = dir.resolve("tokenizer.json");
        String text = Files.readString(Shared.path("golden/model-30/tokenizer.json"));
        Files.writeString(tokenizer, text.replace("{1,3}", "{1,2}"));
        assertRefused(tokenizer, "pre_tokenizer");
        Files.writeString(tokenizer, text.replace("\"id\": 1023", "\"id\": 1024"));
        assertRefused(tokenizer, "1024");
        Files.writeString(tokenizer, text.replace("\"id\": 1023", "\"id\": 1022"));
        assertRefused(tokenizer, "share id 1022");
    }

    @Test
    void anIdWithoutATokenBecomesAnUnusedOne() throws IOException {
        String text = Files.readString(Shared.path("golden/model-30/tokenizer.json"));
        Path tokenizer = dir.resolve("tokenizer.json");
        Files.writeString(tokenizer, text);
        GgufTokenizer read = GgufTokenizer.read(tokenizer, 1030);
        assertEquals("[PAD1029]", read.tokens().get(1029));
        assertEquals(GgufTokenizer.UNUSED, read.types().get(1029));
    }

    @Test
    void weightsThatTheTypeCannotHoldAreRefusedByName() {
        float[] hostile = {Float.NaN, Float.POSITIVE_INFINITY, 65520};
        for (float value : hostile) {
            assertRefused(value, GgufType.F16);
        }
        assertRefused(Float.NaN, GgufType.Q8_0);
        assertRefused(Float.NaN, GgufType.F32);
    }

    private void assertRefused(float value, GgufType type) {
        Path tokenizer = Shared.path("golden/model-30/tokenizer.json");
        Path file = dir.resolve("refused.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"))) {
            TensorSource poisoned = new Poisoned(model.tensors(), value);
            UserException refused =
                    assertThrows(
                            UserException.class,
                            () ->
                                    GgufExport.write(
                                            file,
                                            model.config(),
                                            poisoned,
                                            tokenizer,
                                            null,
                                            type,
                                            "m"));
            assertTrue(refused.getMessage().contains(Poisoned.NAME), refused.getMessage());
        }
        assertTrue(Files.notExists(file));
    }

    private void assertRefused(Path tokenizer, String named) {
        Path file = dir.resolve("refused.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"))) {
            LlamaConfig config = model.config();
            UserException refused =
                    assertThrows(
                            UserException.class,
                            () ->
                                    GgufExport.write(
                                            file,
                                            config,
                                            model.tensors(),
                                            tokenizer,
                                            null,
                                            GgufType.F32,
                                            "m"));
            assertTrue(refused.getMessage().contains(named), refused.getMessage());
        }
    }

    private GgufFile export(String name, GgufType type) {
        Path folder = Shared.path("golden/" + name);
        Path file = dir.resolve(name + ".gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(folder)) {
            GgufExport.write(
                    file,
                    model.config(),
                    model.tensors(),
                    folder.resolve("tokenizer.json"),
                    "{{ chat }}",
                    type,
                    name);
        }
        return GgufFile.open(file);
    }

    private static ByteBuffer stored(GgufFile file, String name) throws IOException {
        GgufTensor tensor = file.tensors().get(name);
        byte[] all = Files.readAllBytes(file.file());
        return ByteBuffer.wrap(all)
                .slice((int) (file.dataStart() + tensor.offset()), (int) tensor.byteSize());
    }

    /** A model with one bad weight. */
    private record Poisoned(TensorSource healthy, float value) implements TensorSource {

        static final String NAME = "model.layers.1.mlp.up_proj.weight";

        @Override
        public Map<String, TensorInfo> tensors() {
            return healthy.tensors();
        }

        @Override
        public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
            ByteBuffer bytes = healthy.bytes(name, byteOffset, byteLength);
            if (!name.equals(NAME)) {
                return bytes;
            }
            ByteBuffer copy = ByteBuffer.allocate(byteLength).order(ByteOrder.LITTLE_ENDIAN);
            copy.put(bytes).putFloat(byteLength - Float.BYTES, value);
            return copy.flip();
        }

        @Override
        public void close() {}
    }
}
