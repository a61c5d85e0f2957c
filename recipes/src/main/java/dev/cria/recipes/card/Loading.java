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

    private static final String SCORING =
            """
            A reward model: it gives an answer a number.

            ```python
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
            model = AutoModelForSequenceClassification.from_pretrained("PATH", dtype="auto")
            tokenizer = AutoTokenizer.from_pretrained("PATH")
            ```

            """;

    private static final String SCORING_PEFT =
            """
            A reward model: it gives an answer a number.

            ```python
            from peft import PeftModel
            from transformers import AutoModelForSequenceClassification
            base = AutoModelForSequenceClassification.from_pretrained("BASE", num_labels=1)
            model = PeftModel.from_pretrained(base, "PATH")
            ```

            """;

    private static final String GGUF =
            """
            llama.cpp: `llama-cli -m model-TYPE.gguf -cnv`

            Ollama, in this folder: `ollama create NAME -f Modelfile.TYPE && ollama run NAME`

            """;

    private Loading() {}

    /**
     * Of an export.
     *
     * @param scores whether it is a reward model
     */
    static String of(String format, String name, boolean scores) {
        if (scores) {
            return format.equals("peft") ? SCORING_PEFT : SCORING;
        }
        return switch (format) {
            case "peft" -> PEFT.replace("NAME", name);
            case "gguf" -> GGUF.replace("NAME", name.toLowerCase(java.util.Locale.ROOT));
            default -> TRANSFORMERS;
        };
    }
}
