package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.dataset.Prompts;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Stage;
import java.util.ArrayList;
import java.util.List;

/** Prompts that a stage has answered, which leave room for an answer. */
public final class PromptRows {

    private PromptRows() {}

    /** All prompts of the data sets of a key, in their order. */
    public static List<PromptConversation> of(Stage stage, String key, Tokenizer tokenizer) {
        int room = stage.integer("max_seq_len") - stage.integer("max_new_tokens");
        List<PromptConversation> prompts = new ArrayList<>();
        for (Dataset dataset : stage.datasets(key)) {
            for (PromptConversation row : Prompts.conversations(DataFiles.of(dataset), tokenizer)) {
                if (row.prompt().ids().length > room) {
                    throw new UserException(
                            "%s: the prompt has %d tokens; max_seq_len less max_new_tokens leaves %d. Raise data.max_seq_len or take the row out"
                                    .formatted(
                                            row.prompt().origin(),
                                            row.prompt().ids().length,
                                            room));
                }
                prompts.add(row);
            }
        }
        return prompts;
    }
}
