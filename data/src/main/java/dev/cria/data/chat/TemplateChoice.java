package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;

/**
 * Which format a model's conversations have.
 *
 * @param name {@link #AUTO}, one of {@link ChatFormats#NAMES}, or {@link ChatFormat#MODEL}
 */
public record TemplateChoice(String name, TemplateSettings settings) {

    /** What was recorded with the adapter or the model; else the template of the model. */
    public static final String AUTO = "auto";

    /** Nothing was chosen. */
    public static final TemplateChoice DEFAULT = new TemplateChoice(AUTO, TemplateSettings.DEFAULT);

    private static final Logger LOG = Logger.getLogger(TemplateChoice.class.getName());

    /**
     * The format.
     *
     * @param model folder of the model
     * @param adapters folders of what was trained on it, the latest last
     * @throws UserException if the model's template is asked for and absent, or cannot be read
     */
    public ChatFormat of(Path model, List<Path> adapters) {
        ChatFormat chosen = chosen(model, adapters);
        for (Path folder : adapters) {
            TemplateRecord record = TemplateRecord.of(folder);
            if (record != null && !record.fingerprint().equals(chosen.fingerprint())) {
                LOG.warning(
                        () ->
                                "%s was trained with chat template %s, and is used with %s: it answers worse; take chat_template: auto"
                                        .formatted(folder, record.name(), chosen.name()));
            }
        }
        return chosen;
    }

    private ChatFormat chosen(Path model, List<Path> adapters) {
        if (ChatFormats.NAMES.contains(name)) {
            return ChatFormats.named(name, settings);
        }
        if (name.equals(AUTO)) {
            for (int i = adapters.size() - 1; i >= 0; i--) {
                ChatFormat recorded = recorded(adapters.get(i));
                if (recorded != null) {
                    return recorded;
                }
            }
        }
        ChatFormat found = name.equals(AUTO) ? recorded(model) : null;
        found = found == null ? FormatFiles.ofModel(model, settings) : found;
        if (found == null && name.equals(ChatFormat.MODEL)) {
            throw new UserException(
                    "chat_template: model, but %s has no chat_template.jinja, nor chat_template in tokenizer_config.json; take chat_template: llama3 or llama3_1"
                            .formatted(model));
        }
        if (found == null) {
            return settings.equals(TemplateSettings.DEFAULT)
                    ? ChatFormats.LLAMA3
                    : ChatFormats.named(ChatFormats.LLAMA3_NAME, settings);
        }
        return name.equals(AUTO) ? ChatFormats.recognised(found) : found;
    }

    /** What was written beside weights when they were trained; null where nothing was. */
    private ChatFormat recorded(Path folder) {
        TemplateRecord record = TemplateRecord.of(folder);
        if (record == null) {
            return null;
        }
        TemplateSettings own =
                settings.equals(TemplateSettings.DEFAULT) ? record.settings() : settings;
        return ChatFormats.NAMES.contains(record.name())
                ? ChatFormats.named(record.name(), own)
                : FormatFiles.ofModel(folder, own);
    }
}
