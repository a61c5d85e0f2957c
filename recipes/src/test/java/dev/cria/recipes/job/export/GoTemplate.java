package dev.cria.recipes.job.export;

import dev.cria.data.chat.Message;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Go's text/template as Ollama's Modelfiles for a plain conversation need: one {@code
 * range} over messages, fields of a message, and the dashes that trim white space.
 */
record GoTemplate(String text) {

    private static final Pattern RANGE =
            Pattern.compile(
                    "(?<before>.*?)\\{\\{ range \\.Messages }}(?<body>.*?)\\{\\{ end }}(?<after>.*)",
                    Pattern.DOTALL);

    String render(List<Message> messages) {
        // A dash takes the white space beside its action away (text/template, "Text and spaces").
        String trimmed = text.replaceAll("\\s*\\{\\{- ", "{{ ").replaceAll(" -}}\\s*", " }}");
        Matcher range = RANGE.matcher(trimmed);
        if (!range.matches()) {
            throw new IllegalArgumentException("no range over .Messages: " + text);
        }
        StringBuilder out = new StringBuilder(range.group("before"));
        for (Message message : messages) {
            out.append(
                    range.group("body")
                            .replace("{{ .Role }}", message.role())
                            .replace("{{ .Content }}", message.content()));
        }
        String rendered = out.append(range.group("after")).toString();
        if (range.group("body").replaceAll("\\{\\{ \\.(Role|Content) }}", "").contains("{{")) {
            throw new IllegalArgumentException("an action that is not known here: " + text);
        }
        return rendered;
    }
}
