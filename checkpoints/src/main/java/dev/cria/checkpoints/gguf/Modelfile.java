package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file from which {@code ollama create} makes a model. <a
 * href="https://github.com/ollama/ollama/blob/main/docs/modelfile.md">Reference</a>.
 *
 * @param from a GGUF file or the folder of a model, relative to the Modelfile
 * @param adapter a GGUF adapter or a PEFT folder, relative to the Modelfile; null for none
 * @param system the default system message, or null
 * @param goTemplate the format of conversations in Go's template language; null for what Ollama
 *     takes by the GGUF file
 * @param contextLength tokens that a conversation may have
 */
public record Modelfile(
        String from, String adapter, String system, String goTemplate, int contextLength) {

    /** More costs the users of a model with a long context gigabytes that few of them need. */
    private static final int MAX_CONTEXT = 8192;

    /**
     * Llama 3's format of a conversation in Go's template language; llama.cpp adds the BOS token.
     * Ollama puts a system message of its own, and SYSTEM, at the head of the messages. It knows no
     * trimming of contents, which the format asks for, and leaves it to who sends them.
     */
    private static final String LLAMA3_TEMPLATE =
            """
            {{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>

            {{ .Content }}<|eot_id|>
            {{- end }}<|start_header_id|>assistant<|end_header_id|>

            """;

    /** What ends an answer, or begins what is none of the model's business. */
    private static final String[] STOPS = {
        "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"
    };

    /** With the format of Llama 3. */
    public Modelfile(String from, String adapter, String system, int contextLength) {
        this(from, adapter, system, LLAMA3_TEMPLATE, contextLength);
    }

    /** A model with a format, without an adapter or a system message. */
    public static Modelfile of(String from, String goTemplate, int contextLength) {
        return new Modelfile(from, null, null, goTemplate, contextLength);
    }

    /**
     * Writes the file.
     *
     * @throws UserException when the system message holds three double quotes
     */
    public void write(Path file) {
        DurableFiles.writeFile(file, text().getBytes(StandardCharsets.UTF_8));
    }

    /** The conversation's format in Go's template language. */
    public static String template() {
        return LLAMA3_TEMPLATE;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("FROM ").append(from).append('\n');
        if (adapter != null) {
            text.append("ADAPTER ").append(adapter).append('\n');
        }
        text.append('\n');
        if (goTemplate != null) {
            text.append("TEMPLATE ").append(quoted(goTemplate)).append("\n\n");
        }
        if (system != null) {
            text.append("SYSTEM ").append(quoted(system)).append("\n\n");
        }
        text.append("PARAMETER num_ctx ").append(Math.min(contextLength, MAX_CONTEXT)).append('\n');
        for (String stop : STOPS) {
            text.append("PARAMETER stop \"").append(stop).append("\"\n");
        }
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
