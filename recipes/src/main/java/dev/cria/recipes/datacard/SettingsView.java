package dev.cria.recipes.datacard;

import dev.cria.data.card.DataCard;
import dev.cria.data.pipeline.Parameter;
import dev.cria.recipes.recipe.Steps;
import dev.cria.recipes.show.Html;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** All that could be set about a step, with what it was set to, by language where that differs. */
record SettingsView(DataCard.Step step) {

    String html() {
        if (step.settings().isEmpty()) {
            return "";
        }
        List<String> languages = List.copyOf(step.byLanguage().keySet());
        String[] heads = new String[2 + languages.size()];
        heads[0] = "setting";
        heads[1] = languages.isEmpty() ? "value" : "value, where no other holds";
        for (int i = 0; i < languages.size(); i++) {
            heads[2 + i] = "for " + languages.get(i);
        }
        Map<String, String> help = help();
        Table table = new Table("Settings of " + step.stats().step(), heads);
        step.settings()
                .forEach(
                        (name, value) -> {
                            String[] cells = new String[1 + languages.size()];
                            cells[0] = shown(value);
                            for (int i = 0; i < languages.size(); i++) {
                                Object other = step.byLanguage().get(languages.get(i)).get(name);
                                boolean differs = !Objects.equals(value, other);
                                cells[1 + i] =
                                        differs ? "<strong>" + shown(other) + "</strong>" : "";
                            }
                            table.texts(
                                    "%s <small>%s</small>"
                                            .formatted(
                                                    Html.escape(name),
                                                    Html.escape(help.getOrDefault(name, ""))),
                                    cells);
                        });
        return "<details><summary>Settings%s</summary>%s</details>\n"
                .formatted(words(), table.html());
    }

    /** What is a word for the step, which says more of its counts than any other setting. */
    private String words() {
        Object words = step.settings().get("words");
        if (!(words instanceof String)) {
            return "";
        }
        String others =
                step.byLanguage().entrySet().stream()
                        .filter(other -> !Objects.equals(words, other.getValue().get("words")))
                        .map(
                                other ->
                                        ", for %s: %s"
                                                .formatted(
                                                        other.getKey(),
                                                        other.getValue().get("words")))
                        .collect(Collectors.joining());
        return Html.escape("; words: " + words + others);
    }

    private Map<String, String> help() {
        return Steps.kind(step.name())
                .map(
                        kind ->
                                kind.parameters().stream()
                                        .collect(
                                                Collectors.toMap(Parameter::name, Parameter::help)))
                .orElse(Map.of());
    }

    private static String shown(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : Html.escape(
                            list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "none" : Html.escape(text);
    }
}
