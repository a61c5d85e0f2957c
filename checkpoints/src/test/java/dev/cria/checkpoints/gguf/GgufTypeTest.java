package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaPresets;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tensor gets which type; the expected ones are what llama.cpp's quantiser prints. */
final class GgufTypeTest {

    private static final LlamaConfig EIGHT = LlamaPresets.ALL.get("llama3.1-8b");
    private static final LlamaConfig ONE = LlamaPresets.ALL.get("llama3.2-1b");

    @Test
    void valuesAndDownProjectionsOfHalfOfTheLayersAreFiner() {
        List<Integer> finer = List.of(0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31);
        for (String part : List.of(LlamaTensors.V, LlamaTensors.DOWN)) {
            assertEquals(finer, layers(GgufType.Q4_K_M, part, GgmlType.Q6_K));
            assertEquals(finer, layers(GgufType.Q5_K_M, part, GgmlType.Q6_K));
            assertEquals(32, layers(GgufType.Q6_K, part, GgmlType.Q6_K).size());
            assertEquals(32, layers(GgufType.Q4_0, part, GgmlType.Q4_0).size());
        }
        for (String part : List.of(LlamaTensors.Q, LlamaTensors.K, LlamaTensors.GATE)) {
            assertEquals(32, layers(GgufType.Q4_K_M, part, GgmlType.Q4_K).size());
            assertEquals(32, layers(GgufType.Q5_K_M, part, GgmlType.Q5_K).size());
        }
    }

    @Test
    void theHeadIsFinerAndSoAreEmbeddingsThatAreTheHead() {
        assertEquals(GgmlType.Q6_K, type(EIGHT, GgufType.Q4_K_M, LlamaTensors.HEAD));
        assertEquals(GgmlType.Q4_K, type(EIGHT, GgufType.Q4_K_M, LlamaTensors.EMBEDDING));
        assertEquals(GgmlType.Q6_K, type(ONE, GgufType.Q4_K_M, LlamaTensors.EMBEDDING));
        assertEquals(GgmlType.Q6_K, type(ONE, GgufType.Q4_0, LlamaTensors.EMBEDDING));
        assertEquals(GgmlType.Q8_0, type(ONE, GgufType.Q8_0, LlamaTensors.EMBEDDING));
        assertEquals(GgmlType.BF16, type(ONE, GgufType.BF16, LlamaTensors.EMBEDDING));
    }

    @Test
    void rowsThatAreNoWholeBlocksGetSmallerBlocksOrNone() {
        LlamaConfig narrow = EIGHT.toBuilder().hiddenSize(96).intermediateSize(172).build();
        String up = LlamaTensors.layer(5, LlamaTensors.UP);
        assertEquals(GgmlType.Q5_0, type(narrow, GgufType.Q4_K_M, up));
        assertEquals(GgmlType.Q5_1, type(narrow, GgufType.Q5_K_M, up));
        assertEquals(GgmlType.Q8_0, type(narrow, GgufType.Q6_K, up));
        assertEquals(GgmlType.Q4_0, type(narrow, GgufType.Q4_0, up));
        assertEquals(GgmlType.Q8_0, type(narrow, GgufType.Q4_0, LlamaTensors.HEAD));
        assertEquals(GgmlType.Q8_0, type(narrow, GgufType.Q4_K_M, LlamaTensors.HEAD));
        for (GgufType type : List.of(GgufType.Q4_K_M, GgufType.Q8_0, GgufType.Q4_0)) {
            String down = LlamaTensors.layer(5, LlamaTensors.DOWN);
            assertEquals(GgmlType.F16, type(narrow, type, down));
        }
    }

    private static List<Integer> layers(GgufType type, String part, GgmlType stored) {
        return IntStream.range(0, 32)
                .filter(i -> type(EIGHT, type, LlamaTensors.layer(i, part)) == stored)
                .boxed()
                .toList();
    }

    private static GgmlType type(LlamaConfig config, GgufType type, String name) {
        return type.of(config, name, LlamaTensors.of(config).get(name));
    }
}
