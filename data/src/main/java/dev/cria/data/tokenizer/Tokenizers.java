package dev.cria.data.tokenizer;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens tokenizers. */
public final class Tokenizers {

    private static final List<String> NAMES =
            List.of("tokenizer.json", "tokenizer.model", "original/tokenizer.model");

    private Tokenizers() {}

    /**
     * Loads a Hugging Face {@code tokenizer.json} or Meta's {@code tokenizer.model}.
     *
     * @param folderOrFile one of these files, or the folder of a model that holds one
     * @throws UserException if there is none or it is not a byte-level BPE tokenizer
     */
    public static Tokenizer load(Path folderOrFile) {
        Path file = find(folderOrFile);
        return new ByteLevelBpe(tokenizerJson(file), file);
    }

    /** The tokenizer of a vocabulary that was just trained. */
    public static Tokenizer of(BpeVocabulary vocabulary) {
        byte[] json = TokenizerJsonText.of(vocabulary).getBytes(StandardCharsets.UTF_8);
        return new ByteLevelBpe(json, Path.of("tokenizer.json"));
    }

    /**
     * The tokenizer.json of a tokenizer, in UTF-8: the file itself, or what Meta's {@code
     * tokenizer.model} stands for. This is what belongs into an exported model.
     */
    public static byte[] tokenizerJson(Path folderOrFile) {
        Path file = find(folderOrFile);
        try {
            byte[] content = Files.readAllBytes(file);
            if (!file.toString().endsWith(".model")) {
                return content;
            }
            return TokenizerJsonText.of(TiktokenModel.parse(content, file))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private static Path find(Path folderOrFile) {
        if (Files.isRegularFile(folderOrFile)) {
            return folderOrFile;
        }
        for (String name : NAMES) {
            Path file = folderOrFile.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new UserException(
                folderOrFile
                        + ": no tokenizer here; expected tokenizer.json or tokenizer.model, or a"
                        + " folder that holds one of them");
    }
}
