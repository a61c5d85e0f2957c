package dev.cria.data.tokenizer;

import dev.cria.data.jinja.Jinja;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What every Llama 3 tokenizer shares. Source: {@code llama3/tokenizer.py} of meta-llama/llama3 and
 * {@code models/llama3/tokenizer.py} of meta-llama/llama-models.
 */
public final class Llama3Vocabulary {

    /** Splits text into the words within which tokens are merged. */
    public static final String SPLIT_PATTERN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    public static final String BEGIN_OF_TEXT = "<|begin_of_text|>";
    public static final String END_OF_TEXT = "<|end_of_text|>";
    public static final String START_HEADER = "<|start_header_id|>";
    public static final String END_HEADER = "<|end_header_id|>";
    public static final String END_OF_TURN = "<|eot_id|>";
    public static final String PAD = "<|finetune_right_pad_id|>";

    /** Special tokens stand behind the ordinary ones, this many of them. */
    public static final int SPECIAL_COUNT = 256;

    /** The 256 special tokens of Llama 3.0 in the order of their ids. */
    public static final List<String> SPECIAL_30 =
            special(
                    BEGIN_OF_TEXT,
                    END_OF_TEXT,
                    null,
                    null,
                    null,
                    null,
                    START_HEADER,
                    END_HEADER,
                    null,
                    END_OF_TURN);

    /** The 256 special tokens of Llama 3.1 and later in the order of their ids. */
    public static final List<String> SPECIAL_31 =
            special(
                    BEGIN_OF_TEXT,
                    END_OF_TEXT,
                    null,
                    null,
                    PAD,
                    null,
                    START_HEADER,
                    END_HEADER,
                    "<|eom_id|>",
                    END_OF_TURN,
                    "<|python_tag|>");

    private Llama3Vocabulary() {}

    /** The chat template in the template language of transformers and llama.cpp. */
    public static String chatTemplate() {
        try (InputStream in =
                Llama3Vocabulary.class.getResourceAsStream("/dev/cria/data/chat/llama3.jinja")) {
            return Jinja.withoutMarks(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> special(String... first) {
        List<String> tokens = new ArrayList<>(SPECIAL_COUNT);
        int reserved = 0;
        for (int i = 0; i < SPECIAL_COUNT; i++) {
            boolean named = i < first.length && first[i] != null;
            tokens.add(named ? first[i] : "<|reserved_special_token_" + reserved++ + "|>");
        }
        return List.copyOf(tokens);
    }
}
