package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import dev.cria.data.text.Space;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What templates can do to a text. */
final class TextFilters {

    private static final Map<String, UnaryOperator<String>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("strip", Space::strip);
        ALL.put("words", text -> text.replace('_', ' '));
        ALL.put("lower", text -> text.toLowerCase(Locale.ROOT));
        ALL.put("capitalize", TextFilters::capitalized);
        ALL.put("wikihow", TextFilters::wikihow);
        ALL.put("boxed", LatexAnswer::boxed);
    }

    private TextFilters() {}

    static UnaryOperator<String> named(String name) {
        UnaryOperator<String> filter = ALL.get(name);
        if (filter == null) {
            throw new UserException(
                    "'%s' is no filter; there are %s"
                            .formatted(name, String.join(", ", ALL.keySet())));
        }
        return filter;
    }

    /** The first letter large, all others small, as Python's {@code capitalize}. */
    private static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(Locale.ROOT)
                + text.substring(end).toLowerCase(Locale.ROOT);
    }

    /**
     * Without the marks that are left of WikiHow in HellaSwag, as lm-evaluation-harness does it.
     */
    private static String wikihow(String text) {
        return Space.strip(text)
                .replace(" [title]", ". ")
                .replaceAll("\\[.*?\\]", "")
                .replace("  ", " ");
    }
}
