package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file from which {@code ollama create} makes a model. <a
 * href="https://github.com/ollama/ollama/blob/main/docs/modelfile.md">Reference</a>.
 */
public final class Modelfile {

    // Llama 3's format of a conversation in Go's template language; llama.cpp adds the BOS token.
    private static final String LLAMA3_TEMPLATE =
            """
            {{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>

            {{ .Content }}<|eot_id|>
            {{- end }}<|start_header_id|>assistant<|end_header_id|>

            """;

    private Modelfile() {}

    /**
     * @param gguf the name of the GGUF file in the Modelfile's folder
     * @param system the default system message, or null
     * @throws UserException when the system message holds three double quotes
     */
    public static void write(Path file, String gguf, String system) {
        DurableFiles.writeFile(file, text(gguf, system).getBytes(StandardCharsets.UTF_8));
    }

    static String text(String gguf, String system) {
        StringBuilder text = new StringBuilder();
        text.append("FROM ./").append(gguf).append("\n\n");
        text.append("TEMPLATE ").append(quoted(LLAMA3_TEMPLATE)).append("\n\n");
        if (system != null) {
            text.append("SYSTEM ").append(quoted(system)).append("\n\n");
        }
        text.append("PARAMETER stop \"<|start_header_id|>\"\n");
        text.append("PARAMETER stop \"<|end_header_id|>\"\n");
        text.append("PARAMETER stop \"<|eot_id|>\"\n");
        return text.toString();
    }

    private static String quoted(String value) {
        if (value.contains("\"\"\"") || value.endsWith("\"")) {
            throw new UserException(
                    "a Modelfile cannot hold three double quotes, nor a text that ends with one: "
                            + value);
        }
        return "\"\"\"" + value + "\"\"\"";
    }
}
