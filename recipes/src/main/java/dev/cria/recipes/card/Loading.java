package dev.cria.recipes.card;

/** The commands with which the programs that serve load an export. */
final class Loading {

    private static final String TRANSFORMERS =
            """
            ```python
            from transformers import AutoModelForCausalLM, AutoTokenizer
            model = AutoModelForCausalLM.from_pretrained("PATH", dtype="auto")
            tokenizer = AutoTokenizer.from_pretrained("PATH")
            ```

            vLLM: `vllm serve PATH`

            """;

    private static final String PEFT =
            """
            ```python
            from peft import PeftModel
            from transformers import AutoModelForCausalLM
            model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained("BASE"), "PATH")
            ```

            vLLM: `vllm serve BASE --enable-lora --lora-modules NAME=PATH`

            """;

    private static final String GGUF =
            """
            llama.cpp: `llama-cli -m model-TYPE.gguf -cnv`

            Ollama, in this folder: `ollama create NAME -f Modelfile.TYPE && ollama run NAME`

            """;

    private Loading() {}

    static String of(String format, String name) {
        return switch (format) {
            case "peft" -> PEFT.replace("NAME", name);
            case "gguf" -> GGUF.replace("NAME", name.toLowerCase(java.util.Locale.ROOT));
            default -> TRANSFORMERS;
        };
    }
}
