package dev.cria.recipes.recipe;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.TemplateChoice;
import dev.cria.data.chat.TemplateRecord;
import dev.cria.data.chat.TemplateSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The format of conversations must be that of the weights. */
record TemplateChecks(Draft draft, Stage stage, Problems problems, List<String> warnings) {

    void check() {
        if (stage.has("template_date")
                && TemplateSettings.date(stage.text("template_date")) == null) {
            problems.add(
                    draft.placeOf("template_date"),
                    "template_date: '%s' is no day; write it as 26 Jul 2024"
                            .formatted(stage.text("template_date")));
        }
        if (stage.has("chat_template")
                && !stage.text("chat_template").equals(TemplateChoice.AUTO)) {
            trained();
        }
    }

    /** What was trained with one format answers worse in another. */
    private void trained() {
        List<Path> folders = new ArrayList<>();
        if (stage.has("adapter_name_or_path")) {
            folders.addAll(stage.paths("adapter_name_or_path"));
        }
        if (stage.has("model_name_or_path") && stage.path("model_name_or_path") != null) {
            folders.add(stage.path("model_name_or_path"));
        }
        for (Path folder : folders) {
            String recorded = recorded(folder);
            if (recorded != null && !recorded.equals(stage.text("chat_template"))) {
                warnings.add(
                        "chat_template: %s, but %s was trained with %s; it answers worse in another format. Take chat_template: auto, or train it anew"
                                .formatted(stage.text("chat_template"), folder, recorded));
            }
        }
    }

    private static String recorded(Path folder) {
        try {
            TemplateRecord record = TemplateRecord.of(folder);
            return record == null ? null : record.name();
        } catch (UserException unreadable) {
            // The stage itself says so, with the file.
            return null;
        }
    }
}
