package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import org.junit.jupiter.api.Test;

final class ModelfileTest {

    @Test
    void itNamesTheModelTheTemplateAndTheStops() {
        assertEquals(
                """
                FROM ./tiny.gguf

                TEMPLATE \"""{{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>

                {{ .Content }}<|eot_id|>
                {{- end }}<|start_header_id|>assistant<|end_header_id|>

                \"""

                PARAMETER stop "<|start_header_id|>"
                PARAMETER stop "<|end_header_id|>"
                PARAMETER stop "<|eot_id|>"
                """,
                Modelfile.text("tiny.gguf", null));
    }

    @Test
    void aSystemMessageIsQuoted() {
        assertTrue(
                Modelfile.text("m", "Say \"yes\" often.")
                        .contains("SYSTEM \"\"\"Say \"yes\" often.\"\"\"\n"));
        assertThrows(UserException.class, () -> Modelfile.text("m", "a \"\"\" b"));
    }
}
