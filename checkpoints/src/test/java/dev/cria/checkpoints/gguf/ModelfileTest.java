package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import org.junit.jupiter.api.Test;

final class ModelfileTest {

    @Test
    void itNamesTheModelTheAdapterTheTemplateAndTheStops() {
        assertEquals(
                """
                FROM ./tiny.gguf
                ADAPTER ./adapter.gguf

                TEMPLATE \"""{{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>

                {{ .Content }}<|eot_id|>
                {{- end }}<|start_header_id|>assistant<|end_header_id|>

                \"""

                PARAMETER num_ctx 2048
                PARAMETER stop "<|start_header_id|>"
                PARAMETER stop "<|end_header_id|>"
                PARAMETER stop "<|eot_id|>"
                PARAMETER stop "<|eom_id|>"
                PARAMETER stop "<|end_of_text|>"
                """,
                new Modelfile("./tiny.gguf", "./adapter.gguf", null, 2048).text());
    }

    @Test
    void aLongContextIsNotAskedForInFull() {
        String text = new Modelfile("./m", null, null, 131_072).text();
        assertTrue(text.contains("num_ctx 8192\n"));
        assertTrue(!text.contains("ADAPTER"));
    }

    @Test
    void aSystemMessageIsQuoted() {
        assertTrue(
                new Modelfile("./m", null, "Say \"yes\" often.", 8)
                        .text()
                        .contains("SYSTEM \"\"\"Say \"yes\" often.\"\"\"\n"));
        assertThrows(UserException.class, () -> new Modelfile("./m", null, "a \"\"\" b", 8).text());
    }
}
