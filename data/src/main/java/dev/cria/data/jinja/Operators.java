package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the signs between values do, as in Python. */
final class Operators {

    private Operators() {}

    static Object binary(Run run, String operator, Object a, Object b) {
        run.budget().step();
        if (operator.equals("~")) {
            return joined(run, Written.plain(run, a), Written.plain(run, b));
        }
        if (operator.equals("+") && a instanceof Text left && b instanceof Text right) {
            return joined(run, left, right);
        }
        if (operator.equals("+") && a instanceof List<?> left && b instanceof List<?> right) {
            run.budget().characters(left.size() + right.size());
            List<Object> all = new ArrayList<>(left);
            all.addAll(right);
            return all;
        }
        if (operator.equals("*") && a instanceof Text text && b instanceof Long count) {
            return repeated(run, text, count);
        }
        if (Values.isNumber(a) && Values.isNumber(b)) {
            return numbers(run, operator, a, b);
        }
        throw run.wrong(
                "'%s' between %s and %s is not possible"
                        .formatted(operator, Values.kind(a), Values.kind(b)));
    }

    private static Text joined(Run run, Text a, Text b) {
        return new TextBuilder(run.budget()).add(a).add(b).text();
    }

    private static Text repeated(Run run, Text text, long count) {
        TextBuilder out = new TextBuilder(run.budget());
        for (long i = 0; i < count; i++) {
            run.budget().step();
            out.add(text);
        }
        return out.text();
    }

    private static Object numbers(Run run, String operator, Object a, Object b) {
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        if (divides && Values.number(b) == 0) {
            throw run.wrong("division by zero");
        }
        if (a instanceof Double || b instanceof Double || operator.equals("/")) {
            return decimals(operator, Values.number(a), Values.number(b));
        }
        long left = whole(run, a);
        long right = whole(run, b);
        try {
            return switch (operator) {
                case "+" -> Math.addExact(left, right);
                case "-" -> Math.subtractExact(left, right);
                case "*" -> Math.multiplyExact(left, right);
                case "//" -> Math.floorDiv(left, right);
                case "%" -> Math.floorMod(left, right);
                default -> power(run, left, right);
            };
        } catch (ArithmeticException e) {
            throw run.wrong("a number becomes too large");
        }
    }

    private static Object power(Run run, long base, long exponent) {
        if (exponent < 0) {
            return Math.pow((double) base, (double) exponent);
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            run.budget().step();
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static long whole(Run run, Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw run.wrong("a number is too large");
    }

    private static Object decimals(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            default -> Math.pow(a, b);
        };
    }

    static Object negative(Run run, Object value) {
        return numbers(run, "-", 0L, requireNumber(run, value));
    }

    static Object requireNumber(Run run, Object value) {
        if (!Values.isNumber(value)) {
            throw run.wrong(Values.kind(value) + " has no sign");
        }
        return value;
    }

    static boolean compare(Run run, String operator, Object a, Object b) {
        run.budget().step();
        return switch (operator) {
            case "==" -> Values.equal(run, a, b);
            case "!=" -> !Values.equal(run, a, b);
            case "in" -> isIn(run, a, b);
            case "not in" -> !isIn(run, a, b);
            case "<" -> Values.compare(run, a, b) < 0;
            case "<=" -> Values.compare(run, a, b) <= 0;
            case ">" -> Values.compare(run, a, b) > 0;
            default -> Values.compare(run, a, b) >= 0;
        };
    }

    private static boolean isIn(Run run, Object element, Object whole) {
        if (whole instanceof Text text) {
            if (element instanceof Text part) {
                run.budget().characters(text.length());
                return text.value().contains(part.value());
            }
            throw run.wrong(Values.kind(element) + " cannot be in a text");
        }
        if (whole instanceof Map<?, ?> map) {
            return map.containsKey(Values.key(run, element));
        }
        List<?> elements = Values.elements(run, whole);
        run.budget().characters(elements.size());
        return elements.stream().anyMatch(other -> Values.equal(run, element, other));
    }
}
