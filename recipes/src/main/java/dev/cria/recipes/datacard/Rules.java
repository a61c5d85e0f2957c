package dev.cria.recipes.datacard;

import dev.cria.data.card.DataCard;
import dev.cria.data.pipeline.StepKind;
import dev.cria.recipes.recipe.Steps;
import dev.cria.recipes.show.Page;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What steps and the reasons for which they drop mean, with the limits that held. */
final class Rules {

    private static final Pattern SETTING = Pattern.compile("\\{(\\w+)}");
    private static final Properties REASONS = reasons();

    private Rules() {}

    private static Properties reasons() {
        Properties reasons = new Properties();
        try {
            reasons.load(new StringReader(Page.resource(Rules.class, "reasons.properties")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return reasons;
    }

    /** What a step does; empty for one that is not known. */
    static String of(DataCard.Step step) {
        return Steps.kind(step.name()).map(StepKind::help).orElse("");
    }

    /** In words, with the limits that held, and those of languages that have others. */
    static String of(DataCard.Step step, String reason) {
        String phrase = REASONS.getProperty(reason);
        if (phrase == null) {
            return reason.replace('_', ' ');
        }
        Matcher settings = SETTING.matcher(phrase);
        List<String> names = new ArrayList<>();
        while (settings.find()) {
            names.add(settings.group(1));
        }
        StringBuilder text = new StringBuilder(filled(phrase, step));
        for (String language : step.byLanguage().keySet()) {
            boolean isOther =
                    names.stream()
                            .anyMatch(
                                    name ->
                                            !Objects.equals(
                                                    step.settings().get(name),
                                                    step.byLanguage().get(language).get(name)));
            if (isOther) {
                text.append(" (").append(language).append(": ");
                text.append(
                                String.join(
                                        ", ",
                                        names.stream()
                                                .map(
                                                        name ->
                                                                value(
                                                                        step.byLanguage()
                                                                                .get(language)
                                                                                .get(name)))
                                                .toList()))
                        .append(")");
            }
        }
        return text.toString();
    }

    private static String filled(String phrase, DataCard.Step step) {
        return SETTING.matcher(phrase)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        value(step.settings().get(found.group(1)))));
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        if (value instanceof Integer || value instanceof Long) {
            return Figures.count(((Number) value).longValue());
        }
        return String.valueOf(value);
    }
}
