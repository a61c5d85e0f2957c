package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text with places that a row fills in: {@code {{field}}}, {@code {{field.inner[0]}}}, and {@code
 * {{field | filter | filter}}} with the filters of {@link TextFilters}. Nothing else is special,
 * and what is filled in is not looked at again.
 */
public final class Template {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** Text as it is, or a place. */
    private record Part(String text, String path, List<UnaryOperator<String>> filters) {

        Object value(TaskRow row) {
            Object value = row.at(path);
            if (value instanceof String text && filters.isEmpty()) {
                return text;
            }
            if (value instanceof List<?> list) {
                return list.stream().map(each -> filtered(String.valueOf(each))).toList();
            }
            return filtered(String.valueOf(value));
        }

        private String filtered(String text) {
            String filtered = text;
            for (UnaryOperator<String> filter : filters) {
                filtered = filter.apply(filtered);
            }
            return filtered;
        }
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template.
     *
     * @throws UserException if a place does not end, is empty, or names an unknown filter
     */
    public static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            parts.add(new Part(text.substring(at, open), "", List.of()));
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new UserException(
                        "the place '%s' does not end; write }} behind it"
                                .formatted(text.substring(open)));
            }
            parts.add(place(text.substring(open + OPEN.length(), close)));
            at = close + CLOSE.length();
        }
        parts.add(new Part(text.substring(at), "", List.of()));
        return new Template(List.copyOf(parts));
    }

    private static Part place(String inside) {
        List<String> words = List.of(inside.split("\\|", -1));
        String path = words.get(0).strip();
        if (path.isEmpty()) {
            throw new UserException(
                    "the place '{{%s}}' names no field; write {{field}}".formatted(inside));
        }
        List<UnaryOperator<String>> filters =
                words.stream().skip(1).map(word -> TextFilters.named(word.strip())).toList();
        return new Part("", path, filters);
    }

    /** The text with a row's values in its places. */
    public String fill(TaskRow row) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.path().isEmpty() ? part.text() : String.valueOf(part.value(row)));
        }
        return text.toString();
    }

    /**
     * The texts of a list that the only place names.
     *
     * @throws UserException if there is anything else
     */
    public List<String> list(TaskRow row) {
        List<Part> filled =
                parts.stream()
                        .filter(part -> !part.path().isEmpty() || !part.text().isEmpty())
                        .toList();
        if (filled.size() == 1 && !filled.get(0).path().isEmpty()) {
            Part only = filled.get(0);
            Object value = only.value(row);
            Object whole = value instanceof String text ? TaskRow.parsed(text) : value;
            if (whole instanceof List<?> list && !list.isEmpty()) {
                return list.stream().map(each -> only.filtered(String.valueOf(each))).toList();
            }
        }
        throw new UserException(
                row.origin() + ": expected one place that names a list, such as {{choices}}");
    }

    /** What the only place names, as it stands in the row; otherwise the text. */
    Object value(TaskRow row) {
        List<Part> filled =
                parts.stream()
                        .filter(part -> !part.path().isEmpty() || !part.text().isEmpty())
                        .toList();
        boolean plain =
                filled.size() == 1
                        && !filled.get(0).path().isEmpty()
                        && filled.get(0).filters().isEmpty();
        return plain ? row.at(filled.get(0).path()) : fill(row);
    }
}
