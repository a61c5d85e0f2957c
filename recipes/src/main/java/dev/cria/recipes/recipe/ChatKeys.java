package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.TEXT;

import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.TemplateChoice;
import dev.cria.data.chat.TemplateSettings;
import java.util.List;

/** Keys about the format of conversations. */
final class ChatKeys {

    private static final Key TEMPLATE =
            Key.of(
                            "model",
                            "chat_template",
                            CHOICE,
                            TemplateChoice.AUTO,
                            "format of conversations; auto: recorded with the adapter or model, else the model folder's, else llama3; model: the folder's as it is")
                    .oneOf(
                            TemplateChoice.AUTO,
                            ChatFormats.LLAMA3_NAME,
                            ChatFormats.LLAMA31_NAME,
                            ChatFormats.PLAIN_NAME,
                            ChatFormat.MODEL);

    private static final Key DATE =
            Key.of(
                    "model",
                    "template_date",
                    TEXT,
                    TemplateSettings.DEFAULT.dateText(),
                    "what Llama 3.1's system block calls today, as 26 Jul 2024; fixed, so that runs can be repeated");

    /** Of a stage in which nobody offers tools. */
    static final List<Key> ASKED = List.of(TEMPLATE, DATE);

    /** Of a stage that trains a model, or hands it on. */
    static final List<Key> ALL =
            List.of(
                    TEMPLATE,
                    DATE,
                    Key.of(
                            "model",
                            "tools_in_user_message",
                            FLAG,
                            true,
                            "llama3_1 describes tools in the first turn of the user; else in the system block"));

    private ChatKeys() {}
}
