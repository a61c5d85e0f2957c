package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Methods of texts that Python's {@code str} has, as far as chat templates use them. */
final class TextMethods {

    private TextMethods() {}

    static Callable of(Text text, String name) {
        return switch (name) {
            case "strip" -> (run, a) -> strip(run, text, a, true, true);
            case "lstrip" -> (run, a) -> strip(run, text, a, true, false);
            case "rstrip" -> (run, a) -> strip(run, text, a, false, true);
            case "split" -> (run, a) -> split(run, text, a, false);
            case "rsplit" -> (run, a) -> split(run, text, a, true);
            case "splitlines" -> (run, a) -> lines(run, text);
            case "startswith" ->
                    (run, a) -> text.value().startsWith(a.text(run, 0, "prefix").value());
            case "endswith" -> (run, a) -> text.value().endsWith(a.text(run, 0, "suffix").value());
            case "upper" -> (run, a) -> upper(run, text);
            case "lower" -> (run, a) -> lower(run, text);
            case "capitalize" -> (run, a) -> capitalized(run, text);
            case "title" -> (run, a) -> title(run, text);
            case "replace" ->
                    (run, a) ->
                            replaced(
                                    run,
                                    text,
                                    a.text(run, 0, "old"),
                                    a.text(run, 1, "new"),
                                    a.integer(run, 2, "count", -1));
            case "join" ->
                    (run, a) ->
                            joined(run, Values.elements(run, a.require(run, 0, "iterable")), text);
            case "find" -> (run, a) -> (long) text.value().indexOf(a.text(run, 0, "sub").value());
            case "isdigit" -> (run, a) -> all(text, Character::isDigit);
            case "isalpha" -> (run, a) -> all(text, Character::isLetter);
            case "isspace" -> (run, a) -> all(text, c -> isSpace((char) c));
            default -> null;
        };
    }

    static Text strip(Run run, Text text, Arguments arguments, boolean left, boolean right) {
        Object given = arguments.get(0, "chars", Values.NONE);
        String characters = given == Values.NONE ? null : arguments.text(run, 0, "chars").value();
        run.budget().characters(text.length());
        int from = 0;
        int to = text.length();
        while (left && from < to && isTaken(text.value().charAt(from), characters)) {
            from++;
        }
        while (right && to > from && isTaken(text.value().charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isTaken(char c, String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** Source: {@code str.isspace} in the Python documentation: Zs, or bidirectional WS, B or S. */
    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || (c >= 0x1C && c <= 0x1F)
                || c == 0x85
                || Character.getType(c) == Character.SPACE_SEPARATOR
                || c == 0x2028
                || c == 0x2029;
    }

    private static Object split(Run run, Text text, Arguments arguments, boolean fromRight) {
        Object separator = arguments.get(0, "sep", Values.NONE);
        int most = arguments.integer(run, 1, "maxsplit", -1);
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        if (separator == Values.NONE) {
            return words(run, text);
        }
        String between = arguments.text(run, 0, "sep").value();
        if (between.isEmpty()) {
            throw run.wrong("an empty separator");
        }
        return fromRight && limit < Integer.MAX_VALUE
                ? fromRight(run, text, between, limit)
                : pieces(run, text, between, limit);
    }

    private static List<Object> pieces(Run run, Text text, String between, int most) {
        run.budget().characters(text.length());
        List<Object> pieces = new ArrayList<>();
        int from = 0;
        int at = text.value().indexOf(between);
        while (at >= 0 && pieces.size() < most) {
            run.budget().step();
            pieces.add(text.substring(from, at));
            from = at + between.length();
            at = text.value().indexOf(between, from);
        }
        pieces.add(text.substring(from, text.length()));
        return pieces;
    }

    private static List<Object> lines(Run run, Text text) {
        List<Object> lines = pieces(run, text, "\n", Integer.MAX_VALUE);
        if (((Text) lines.get(lines.size() - 1)).length() == 0) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static List<Object> fromRight(Run run, Text text, String between, int most) {
        run.budget().characters(text.length());
        List<Object> pieces = new ArrayList<>();
        int to = text.length();
        int at = text.value().lastIndexOf(between);
        while (at >= 0 && pieces.size() < most) {
            run.budget().step();
            pieces.add(0, text.substring(at + between.length(), to));
            to = at;
            at = at == 0 ? -1 : text.value().lastIndexOf(between, at - between.length());
        }
        pieces.add(0, text.substring(0, to));
        return pieces;
    }

    private static List<Object> words(Run run, Text text) {
        run.budget().characters(text.length());
        List<Object> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.value().charAt(i));
            if (!space && from < 0) {
                from = i;
            } else if (space && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
        }
        return words;
    }

    static Text upper(Run run, Text text) {
        run.budget().characters(text.length());
        return text.with(text.value().toUpperCase(Locale.ROOT));
    }

    static Text lower(Run run, Text text) {
        run.budget().characters(text.length());
        return text.with(text.value().toLowerCase(Locale.ROOT));
    }

    static Text capitalized(Run run, Text text) {
        String value = lower(run, text).value();
        return value.isEmpty()
                ? text
                : text.with(value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1));
    }

    static Text title(Run run, Text text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (char c : lower(run, text).value().toCharArray()) {
            out.append(inWord ? c : Character.toUpperCase(c));
            inWord = Character.isLetter(c);
        }
        return text.with(out.toString());
    }

    static Text replaced(Run run, Text text, Text old, Text by, int most) {
        if (old.length() == 0) {
            throw run.wrong("nothing cannot be replaced");
        }
        List<Object> pieces = pieces(run, text, old.value(), most < 0 ? Integer.MAX_VALUE : most);
        return joined(run, pieces, by);
    }

    static Text joined(Run run, List<?> elements, Text between) {
        TextBuilder out = new TextBuilder(run.budget());
        for (int i = 0; i < elements.size(); i++) {
            run.budget().step();
            out.add(i == 0 ? Text.EMPTY : between).add(Written.plain(run, elements.get(i)));
        }
        return out.text();
    }

    private static boolean all(Text text, IntPredicate property) {
        return text.length() > 0 && text.value().chars().allMatch(property);
    }
}
