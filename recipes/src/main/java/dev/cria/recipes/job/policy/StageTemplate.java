package dev.cria.recipes.job.policy;

import dev.cria.data.chat.ChatTokenizer;
import dev.cria.data.chat.TemplateChoice;
import dev.cria.data.chat.TemplateSettings;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The format of conversations that a stage asks for. */
public final class StageTemplate {

    private StageTemplate() {}

    /** As the stage's keys say; what is the default for one that has none. */
    public static TemplateChoice of(Stage stage) {
        if (!stage.has("chat_template", "template_date")) {
            return TemplateChoice.DEFAULT;
        }
        boolean inUserMessage =
                !stage.has("tools_in_user_message") || stage.flag("tools_in_user_message");
        return new TemplateChoice(
                stage.text("chat_template"),
                new TemplateSettings(
                        TemplateSettings.date(stage.text("template_date")), inUserMessage));
    }

    /** The tokenizer of a stage's model, with the format of its conversations. */
    public static Tokenizer tokenizer(Stage stage, Path model) {
        List<Path> adapters =
                stage.has("adapter_name_or_path")
                        ? stage.paths("adapter_name_or_path").stream()
                                .filter(Files::exists)
                                .toList()
                        : List.of();
        return ChatTokenizer.open(model, adapters, of(stage));
    }
}
