package dev.cria.recipes.job.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Go's text/template as Ollama's Modelfiles need: if, range, variables, fields, and the
 * functions and, not, eq, ne and Ollama's json. Dashes take away the white space beside an action.
 */
final class GoTemplate {

    private static final Pattern ACTION = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[()]|:=|=|[^\\s()]+");

    private final List<String> parts = new ArrayList<>();
    private final Function<Object, String> json;
    private final Map<String, Object> variables = new HashMap<>();
    private int at;

    /**
     * @param json how JSON is written
     */
    GoTemplate(String text, Function<Object, String> json) {
        this.json = json;
        String trimmed = text.replaceAll("\\s*\\{\\{- ", "{{ ").replaceAll(" -}}\\s*", " }}");
        Matcher action = ACTION.matcher(trimmed);
        int from = 0;
        while (action.find()) {
            parts.add(trimmed.substring(from, action.start()));
            parts.add(action.group(1).strip());
            from = action.end();
        }
        parts.add(trimmed.substring(from));
    }

    String render(Map<String, Object> data) {
        at = 0;
        variables.put("$", data);
        StringBuilder out = new StringBuilder();
        block(data, out, true);
        if (at < parts.size()) {
            throw new IllegalStateException("left over: " + parts.get(at));
        }
        return out.toString();
    }

    /** Up to an action that ends or continues a block, at which it stays. */
    private void block(Object dot, StringBuilder out, boolean runs) {
        while (at < parts.size()) {
            String part = parts.get(at);
            if (at % 2 == 0) {
                out.append(runs ? part : "");
                at++;
            } else if (part.equals("end") || part.startsWith("else")) {
                return;
            } else {
                at++;
                action(part, dot, out, runs);
            }
        }
    }

    private void action(String action, Object dot, StringBuilder out, boolean runs) {
        if (action.startsWith("if ")) {
            condition(action.substring(3), dot, out, runs);
        } else if (action.startsWith("range ")) {
            range(action.substring(6), dot, out, runs);
        } else if (action.matches("\\$\\w+ :?= .*")) {
            String[] both = action.split(" :?= ", 2);
            if (runs) {
                variables.put(both[0], value(both[1], dot));
            }
        } else if (runs) {
            out.append(printed(value(action, dot)));
        }
    }

    private void condition(String condition, Object dot, StringBuilder out, boolean runs) {
        boolean holds = runs && isTrue(value(condition, dot));
        block(dot, out, holds);
        boolean open = runs && !holds;
        while (parts.get(at).startsWith("else")) {
            String next = parts.get(at++).substring(4).strip();
            boolean taken = open && (next.isEmpty() || isTrue(value(next.substring(3), dot)));
            block(dot, out, taken);
            open &= !taken;
        }
        at++;
    }

    private void range(String elements, Object dot, StringBuilder out, boolean runs) {
        int start = at;
        List<?> all = runs ? (List<?>) value(elements, dot) : List.of();
        for (Object element : all) {
            at = start;
            block(element, out, true);
        }
        if (all.isEmpty()) {
            block(dot, out, false);
        }
        at++;
    }

    private Object value(String expression, Object dot) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(expression);
        while (word.find()) {
            words.add(word.group());
        }
        return call(words.iterator(), dot);
    }

    private Object call(Iterator<String> words, Object dot) {
        String first = words.next();
        if (!List.of("and", "not", "eq", "ne", "json").contains(first)) {
            return operand(first, words, dot);
        }
        List<Object> given = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals(")")) {
                break;
            }
            given.add(operand(word, words, dot));
        }
        return switch (first) {
            case "and" -> given.stream().allMatch(GoTemplate::isTrue);
            case "not" -> !isTrue(given.get(0));
            case "eq" -> given.get(0).equals(given.get(1));
            case "ne" -> !given.get(0).equals(given.get(1));
            default -> json.apply(given.get(0));
        };
    }

    private Object operand(String word, Iterator<String> words, Object dot) {
        if (word.equals("(")) {
            return call(words, dot);
        }
        if (word.startsWith("\"")) {
            return word.substring(1, word.length() - 1);
        }
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        Object value = dot;
        String path = word;
        if (word.startsWith("$")) {
            String name =
                    word.substring(0, word.indexOf('.') < 0 ? word.length() : word.indexOf('.'));
            value = variables.get(name);
            path = word.substring(name.length());
        }
        for (String field : path.split("\\.", -1)) {
            value = field.isEmpty() ? value : ((Map<?, ?>) value).get(field);
        }
        return value == null ? "" : value;
    }

    private static boolean isTrue(Object value) {
        return value instanceof Boolean truth
                ? truth
                : value instanceof List<?> list ? !list.isEmpty() : !value.equals("");
    }

    private String printed(Object value) {
        return value instanceof String text ? text : json.apply(value);
    }
}
