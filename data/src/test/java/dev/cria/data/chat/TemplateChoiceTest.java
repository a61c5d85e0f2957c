package dev.cria.data.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplateChoiceTest {

    /** Llama 3's own template says nothing of tools. */
    private static final String OLDER =
            "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}";

    private static final String STRANGE =
            "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}<|eot_id|>{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    private static final ChatFormat LLAMA31 =
            ChatFormats.named(ChatFormats.LLAMA31_NAME, TemplateSettings.DEFAULT);

    @TempDir Path folder;
    private Path model;
    private Path adapter;

    @BeforeEach
    void folders() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
        adapter = Files.createDirectory(folder.resolve("adapter"));
    }

    @Test
    void aTemplateIsKnownByWhatItWrites() throws IOException {
        assertEquals("llama3", chosen("auto").name());
        template(OLDER);
        assertEquals("llama3", chosen("auto").name());
        template("{# other text #}" + LLAMA31.jinja());
        assertEquals("llama3_1", chosen("auto").name());
        assertEquals("model", chosen("model").name());
        assertEquals("plain", chosen("plain").name());
        template(STRANGE);
        assertEquals("model", chosen("auto").name());
        assertEquals(
                "<|begin_of_text|>[user]Hi<|eot_id|>",
                chosen("auto").shown(List.of(new Message("user", "Hi"))));
    }

    @Test
    void theTemplateMayBeInTheTokenizersConfig() throws IOException {
        config("{\"bos_token\": {\"content\": \"<s>\"}, \"chat_template\": \"{{ bos_token }}!\"}");
        assertEquals("<s>!", chosen("auto").shown(List.of(new Message("user", "Hi"))));
        config(
                "{\"bos_token\": \"<b>\", \"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"}, {\"name\": \"default\", \"template\": \"{{ bos_token }}d\"}]}");
        assertEquals("<b>d", chosen("auto").shown(List.of(new Message("user", "Hi"))));
    }

    @Test
    void whatWasTrainedIsRecordedAndFoundAgain() throws IOException {
        template(OLDER);
        TemplateSettings settings = new TemplateSettings(LocalDate.of(2026, 1, 1), false);
        ChatFormat trained = ChatFormats.named(ChatFormats.LLAMA31_NAME, settings);
        FormatFiles.write(trained, adapter);
        ChatFormat found = TemplateChoice.DEFAULT.of(model, List.of(adapter));
        assertEquals("llama3_1", found.name());
        assertEquals(settings, found.settings());
        assertTrue(found.isAs(trained));
        assertEquals(trained.fingerprint(), TemplateRecord.of(adapter).fingerprint());
        assertEquals(trained.jinja(), Files.readString(adapter.resolve("chat_template.jinja")));
    }

    @Test
    void aTemplateThatWritesTheSameStaysAsItIs() throws IOException {
        String same = "{# mine #}" + LLAMA31.jinja();
        template(same);
        config(
                "{\"bos_token\": \"<|begin_of_text|>\", \"chat_template\": \"old\", \"eos_token\": \"<|eot_id|>\"}");
        FormatFiles.write(LLAMA31, model);
        assertEquals(same, Files.readString(model.resolve("chat_template.jinja")));
        FormatFiles.write(ChatFormats.LLAMA3, model);
        String jinja = ChatFormats.LLAMA3.jinja();
        assertEquals(jinja, Files.readString(model.resolve("chat_template.jinja")));
        var config = new ObjectMapper().readTree(model.resolve("tokenizer_config.json").toFile());
        assertEquals(jinja, config.path("chat_template").asText());
        assertEquals("<|eot_id|>", config.path("eos_token").asText());
        assertEquals("llama3", chosen("auto").name());
    }

    @Test
    void aTemplateThatCannotBeReadIsNamed() throws IOException {
        template("a\n{% include '/etc/passwd' %}");
        UserException refused = assertThrows(UserException.class, () -> chosen("auto"));
        assertTrue(
                refused.getMessage().contains("chat_template.jinja, line 2: 'include'"),
                refused.getMessage());
        assertEquals("llama3", chosen("llama3").name());
        Files.delete(model.resolve("chat_template.jinja"));
        UserException absent = assertThrows(UserException.class, () -> chosen("model"));
        assertTrue(absent.getMessage().contains("has no chat_template.jinja"));
        assertFalse(Files.exists(model.resolve(TemplateRecord.FILE)));
    }

    private ChatFormat chosen(String name) {
        return new TemplateChoice(name, TemplateSettings.DEFAULT).of(model, List.of());
    }

    private void template(String text) throws IOException {
        Files.writeString(model.resolve("chat_template.jinja"), text);
    }

    private void config(String json) throws IOException {
        Files.writeString(model.resolve("tokenizer_config.json"), json);
    }
}
