package dev.cria.data.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * With which format weights were trained, as it is written beside them.
 *
 * @param fingerprint see {@link ChatFormat#fingerprint}
 */
public record TemplateRecord(String name, String fingerprint, TemplateSettings settings) {

    /** The file's name. */
    public static final String FILE = "cria_template.json";

    private static final long MAX_BYTES = 1 << 16;

    static TemplateRecord of(ChatFormat format) {
        return new TemplateRecord(format.name(), format.fingerprint(), format.settings());
    }

    /**
     * What a folder says; null where it says nothing.
     *
     * @throws dev.cria.checkpoints.UserException if the file is not as it was written
     */
    public static TemplateRecord of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        JsonFields fields = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        LocalDate date = TemplateSettings.date(fields.requireString("date"));
        if (date == null) {
            throw fields.wrong("date", "a day such as \"26 Jul 2024\"");
        }
        return new TemplateRecord(
                fields.requireString("chat_template"),
                fields.requireString("fingerprint"),
                new TemplateSettings(date, fields.booleanOr("tools_in_user_message", true)));
    }

    void write(Path folder) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("chat_template", name)
                        .put("fingerprint", fingerprint)
                        .put("date", settings.dateText())
                        .put("tools_in_user_message", settings.toolsInUserMessage());
        DurableFiles.writeFile(
                folder.resolve(FILE), json.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }
}
