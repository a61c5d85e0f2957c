package dev.cria.recipes.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaConfigJson;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the tokenizer of a model goes with the model, and says when an answer is over. */
final class TokenizerChecks {

    private static final String CONFIG = "tokenizer_config.json";
    private static final JsonMapper JSON = new JsonMapper();

    private TokenizerChecks() {}

    /**
     * What is odd about the tokenizer of a stage's model, if both are there.
     *
     * @throws UserException if there is none, or if it is that of another model
     */
    static List<String> of(Stage stage) {
        Path folder = stage.has("model_name_or_path") ? stage.path("model_name_or_path") : null;
        if (folder == null || !Files.exists(folder.resolve("config.json"))) {
            return List.of();
        }
        LlamaConfig config = LlamaConfigJson.read(folder.resolve("config.json"));
        try (Tokenizer tokenizer = StageTemplate.tokenizer(stage, folder)) {
            if (tokenizer.vocabSize() > config.vocabSize()) {
                throw new UserException(
                        "%s: the tokenizer has %d tokens, the model only %d; they do not belong together: copy tokenizer.json and tokenizer_config.json from the folder of the model"
                                .formatted(folder, tokenizer.vocabSize(), config.vocabSize()));
            }
            if (stage.has("tools_in_user_message") && !stage.type().equals("export")) {
                // Refuses a template whose tokens the tokenizer lacks.
                new ChatTemplate(tokenizer).stops();
            }
        }
        return padding(folder, config).map(List::of).orElse(List.of());
    }

    /**
     * Cria pads nothing. Others that train the written model leave padding out of the loss, and
     * with it the end of every answer.
     */
    private static Optional<String> padding(Path folder, LlamaConfig config) {
        Path file = folder.resolve(CONFIG);
        boolean named = config.padTokenId() != null;
        boolean same = named && config.eosTokenIds().contains(config.padTokenId());
        if (Files.exists(file)) {
            try {
                JsonNode node = JSON.readTree(file.toFile());
                String pad = token(node.path("pad_token"));
                named |= !pad.isEmpty();
                same |= !pad.isEmpty() && pad.equals(token(node.path("eos_token")));
            } catch (IOException e) {
                throw new UserException(
                        "%s: cannot be read as JSON: %s; copy it from the model again"
                                .formatted(file, e.getMessage()),
                        e);
            }
        }
        if (same) {
            return Optional.of(
                    "%s: pad_token is eos_token. Cria pads nothing, but whoever trains the written model with another library teaches it never to stop; set pad_token to %s"
                            .formatted(file, Llama3Vocabulary.PAD));
        }
        return named
                ? Optional.empty()
                : Optional.of(
                        "%s: names no pad_token. Cria pads nothing; other libraries take eos_token then, and the model never learns to stop. Set pad_token to %s"
                                .formatted(file, Llama3Vocabulary.PAD));
    }

    /** A token is a text, or an object with one. */
    private static String token(JsonNode node) {
        return node.isObject() ? node.path("content").asText() : node.asText("");
    }
}
