package dev.cria.data.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.json.Json;
import dev.cria.data.jinja.JinjaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files in which a model folder has its chat template. */
public final class FormatFiles {

    private static final String TEMPLATE = "chat_template.jinja";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String FIELD = "chat_template";
    private static final long MAX_BYTES = 8 << 20;

    private FormatFiles() {}

    /**
     * The format of a folder by {@code chat_template.jinja}, else by {@code tokenizer_config.json};
     * null where neither has one.
     *
     * @throws UserException if it cannot be read
     */
    static ChatFormat ofModel(Path folder, TemplateSettings settings) {
        Path config = folder.resolve(CONFIG);
        ObjectNode fields = Files.isRegularFile(config) ? Json.readObject(config, MAX_BYTES) : null;
        ChatFormat.Specials specials =
                fields == null
                        ? ChatFormat.Specials.LLAMA3
                        : new ChatFormat.Specials(
                                token(fields.path("bos_token")), token(fields.path("eos_token")));
        Path file = folder.resolve(TEMPLATE);
        if (Files.isRegularFile(file)) {
            return read(text(file), file.toString(), specials, settings);
        }
        String inConfig = fields == null ? null : inConfig(fields.path(FIELD));
        return inConfig == null ? null : read(inConfig, config + ", " + FIELD, specials, settings);
    }

    private static ChatFormat read(
            String template,
            String origin,
            ChatFormat.Specials specials,
            TemplateSettings settings) {
        try {
            return ChatFormat.ofModel(template, origin, specials, settings);
        } catch (JinjaException e) {
            throw new UserException(
                    e.getMessage()
                            + "; mend the template, or take chat_template: llama3, llama3_1 or"
                            + " plain",
                    e);
        }
    }

    /** A token's name, alone or in an object. */
    private static String token(JsonNode token) {
        return token.isObject() ? token.path("content").asText("") : token.asText("");
    }

    /** A template, or a list of templates with names of which {@code default} counts. */
    private static String inConfig(JsonNode field) {
        for (JsonNode named : field) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").textValue();
            }
        }
        return field.textValue();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(file + ": more than 8 MiB are no chat template");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Writes a format beside weights that were trained with it: what it is, and its template unless
     * the folder has one that writes the same.
     */
    public static void write(ChatFormat format, Path folder) {
        if (!has(folder, format)) {
            byte[] template = format.jinja().getBytes(StandardCharsets.UTF_8);
            DurableFiles.writeFile(folder.resolve(TEMPLATE), template);
            replaceInConfig(format, folder.resolve(CONFIG));
        }
        TemplateRecord.of(format).write(folder);
    }

    private static boolean has(Path folder, ChatFormat format) {
        try {
            ChatFormat there = ofModel(folder, format.settings());
            return there != null && there.isAs(format);
        } catch (UserException unreadable) {
            return false;
        }
    }

    /** Programs that do not know the other file read this one. */
    private static void replaceInConfig(ChatFormat format, Path config) {
        if (!Files.isRegularFile(config)) {
            return;
        }
        ObjectNode fields = Json.readObject(config, MAX_BYTES);
        if (fields.has(FIELD)) {
            fields.put(FIELD, format.jinja());
            DurableFiles.writeFile(
                    config, fields.toPrettyString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
