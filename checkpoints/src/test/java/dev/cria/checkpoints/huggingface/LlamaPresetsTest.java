package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LlamaPresetsTest {

    /** The first column of numbers as published in billions, the second counted by the tensors. */
    @ParameterizedTest
    @CsvSource({
        "llama3.2-1b, 1.24, 1235814400",
        "llama3.2-3b, 3.21, 3212749824",
        "llama3.1-8b, 8.03, 8030261248",
        "llama3-8b, 8.03, 8030261248",
        "llama3.1-70b, 70.55, 70553706496",
        "llama3-70b, 70.55, 70553706496",
        "llama3.1-405b, 405.85, 405853388800",
    })
    void shapesHaveThePublishedNumberOfParameters(String name, double billions, long exact) {
        long parameters = LlamaPresets.ALL.get(name).numParameters();
        assertEquals(exact, parameters);
        assertEquals(billions, parameters / 1e9, 0.005);
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2-1b, 32, 64, true",
        "llama3.2-3b, 32, 128, true",
        "llama3.1-8b, 8, 128, false",
        "llama3.1-70b, 8, 128, false",
        "llama3.1-405b, 8, 128, false",
    })
    void longModelsScaleTheirRope(String name, double factor, int headDim, boolean tied) {
        LlamaConfig shape = LlamaPresets.ALL.get(name);
        assertEquals(new Llama3Scaling(factor, 1, 4, 8192), shape.rope().scaling());
        assertEquals(131_072, shape.maxPositionEmbeddings());
        assertEquals(headDim, shape.headDim());
        assertEquals(tied, shape.tieWordEmbeddings());
    }

    @ParameterizedTest
    @CsvSource({"llama3-8b", "llama3-70b", "160m"})
    void shortModelsDoNot(String name) {
        LlamaConfig shape = LlamaPresets.ALL.get(name);
        assertNull(shape.rope().scaling());
        assertEquals(8_192, shape.maxPositionEmbeddings());
    }
}
