package dev.cria.data.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a tokenizer as transformers and other tools expect them beside a model. */
public final class TokenizerFiles {

    private TokenizerFiles() {}

    /** Writes a trained vocabulary as a folder that must not exist yet. */
    public static void writeFolder(Path folder, BpeVocabulary vocabulary) {
        byte[] json = TokenizerJsonText.of(vocabulary).getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> files = of(json);
        DurableFiles.writeFolder(
                folder,
                writer -> {
                    for (Map.Entry<String, byte[]> file : files.entrySet()) {
                        writer.write(file.getKey(), FileContent.of(file.getValue()));
                    }
                });
    }

    /**
     * The files that belong beside a model: {@code tokenizer.json}, {@code tokenizer_config.json}
     * and {@code chat_template.jinja}.
     *
     * @param tokenizerJson see {@link Tokenizers#tokenizerJson}
     * @return contents by file name
     */
    public static Map<String, byte[]> of(byte[] tokenizerJson) {
        boolean hasPad = contains(tokenizerJson, '"' + Llama3Vocabulary.PAD + '"');
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("tokenizer.json", tokenizerJson);
        files.put("tokenizer_config.json", utf8(config(hasPad)));
        files.put("chat_template.jinja", utf8(Llama3Vocabulary.chatTemplate()));
        return files;
    }

    private static boolean contains(byte[] json, String text) {
        return new String(json, StandardCharsets.UTF_8).contains(text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String config(boolean hasPad) {
        ObjectNode config =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("tokenizer_class", "PreTrainedTokenizerFast")
                        .put("bos_token", Llama3Vocabulary.BEGIN_OF_TEXT)
                        .put("eos_token", Llama3Vocabulary.END_OF_TURN)
                        .put("clean_up_tokenization_spaces", false);
        if (hasPad) {
            config.put("pad_token", Llama3Vocabulary.PAD);
        }
        config.putArray("model_input_names").add("input_ids").add("attention_mask");
        return TokenizerJsonText.pretty(config) + "\n";
    }
}
