package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what stands between the signs: literals, variables, and what hangs on them. */
final class Operands {

    private static final Map<String, Object> CONSTANTS =
            Map.of(
                    "true",
                    true,
                    "True",
                    true,
                    "false",
                    false,
                    "False",
                    false,
                    "none",
                    Values.NONE,
                    "None",
                    Values.NONE);

    /** Words that end the argument of a test, where one could begin. */
    private static final Set<String> NO_ARGUMENT =
            Set.of("else", "or", "and", "if", "is", "not", "in", "recursive");

    private final Words words;
    private final ExpressionParser expressions;

    Operands(Words words, ExpressionParser expressions) {
        this.words = words;
        this.expressions = expressions;
    }

    static Expression list(List<Expression> elements) {
        List<Expression> all = List.copyOf(elements);
        return run -> {
            run.budget().characters(all.size());
            List<Object> values = new ArrayList<>();
            all.forEach(element -> values.add(element.value(run)));
            return values;
        };
    }

    Expression signed(boolean filters) {
        words.enter();
        Expression value;
        if (words.skipSign("-")) {
            Expression negated = signed(false);
            value = run -> Operators.negative(run, negated.value(run));
        } else if (words.skipSign("+")) {
            Expression same = signed(false);
            value = run -> Operators.requireNumber(run, same.value(run));
        } else {
            value = primary();
        }
        value = postfix(value);
        words.leave();
        return filters ? filtered(value) : value;
    }

    private Expression primary() {
        Token token = words.next();
        return switch (token.type()) {
            case NAME -> name(token);
            case STRING -> string(token);
            case INTEGER -> number(token);
            case FLOAT -> {
                Object decimal = Double.valueOf(token.text());
                yield run -> decimal;
            }
            case OPERATOR -> bracket(token);
            default -> throw words.wrong("expected a value, found " + token);
        };
    }

    private Expression bracket(Token token) {
        return switch (token.text()) {
            case "(" -> parenthesis();
            case "[" -> list(until("]"));
            case "{" -> map();
            default -> throw words.wrong("expected a value, found " + token);
        };
    }

    private static Expression name(Token token) {
        Object constant = CONSTANTS.get(token.text());
        if (constant != null) {
            return run -> constant;
        }
        String name = token.text();
        return run -> {
            run.budget().step();
            return run.variable(name);
        };
    }

    /** Strings side by side are one. */
    private Expression string(Token first) {
        StringBuilder all = new StringBuilder(first.text());
        while (words.sees(TokenType.STRING)) {
            all.append(words.next().text());
        }
        Text text = Text.of(all.toString());
        return run -> text;
    }

    private Expression number(Token token) {
        try {
            Object number = Long.valueOf(token.text());
            return run -> number;
        } catch (NumberFormatException e) {
            throw words.wrong("the number " + token + " is too large");
        }
    }

    private Expression parenthesis() {
        if (words.skipSign(")")) {
            return list(List.of());
        }
        Expression inside = expressions.list(true);
        words.expectSign(")");
        return inside;
    }

    private List<Expression> until(String end) {
        List<Expression> all = new ArrayList<>();
        while (!words.skipSign(end)) {
            all.add(expressions.expression());
            if (!words.seesSign(end)) {
                words.expectSign(",");
            }
        }
        return all;
    }

    private Expression map() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!words.skipSign("}")) {
            Expression key = expressions.expression();
            words.expectSign(":");
            entries.put(key, expressions.expression());
            if (!words.seesSign("}")) {
                words.expectSign(",");
            }
        }
        return run -> {
            run.budget().characters(entries.size());
            Map<Object, Object> map = new LinkedHashMap<>();
            entries.forEach(
                    (key, value) -> map.put(Values.key(run, key.value(run)), value.value(run)));
            return map;
        };
    }

    private Expression postfix(Expression first) {
        Expression value = first;
        while (true) {
            Expression of = value;
            if (words.skipSign(".")) {
                value = member(of);
            } else if (words.skipSign("[")) {
                value = subscript(of);
            } else if (words.skipSign("(")) {
                value = call(of);
            } else {
                return value;
            }
        }
    }

    private Expression member(Expression of) {
        if (words.sees(TokenType.INTEGER)) {
            Expression place = number(words.next());
            return run -> Members.item(run, of.value(run), place.value(run));
        }
        String name = words.name();
        return run -> Members.attribute(run, of.value(run), name);
    }

    private Expression subscript(Expression of) {
        Expression from = words.seesSign(":") ? null : expressions.expression();
        if (words.skipSign("]")) {
            return run -> Members.item(run, of.value(run), from.value(run));
        }
        words.expectSign(":");
        boolean open = words.seesSign(":") || words.seesSign("]");
        Expression to = open ? null : expressions.expression();
        boolean stepped = words.skipSign(":");
        Expression step = !stepped || words.seesSign("]") ? null : expressions.expression();
        words.expectSign("]");
        return run ->
                Members.slice(
                        run,
                        of.value(run),
                        optional(from, run),
                        optional(to, run),
                        optional(step, run));
    }

    private static Object optional(Expression expression, Run run) {
        return expression == null ? null : expression.value(run);
    }

    private Expression call(Expression of) {
        Given given = given();
        return run -> {
            run.budget().step();
            Object function = of.value(run);
            if (function instanceof Callable callable) {
                return callable.call(run, given.arguments(run));
            }
            throw run.wrong(Values.kind(function) + " cannot be called");
        };
    }

    /** Arguments as they are written. */
    private record Given(List<Expression> places, Map<String, Expression> names) {

        Arguments arguments(Run run) {
            Map<String, Object> byName = new LinkedHashMap<>();
            names.forEach((name, value) -> byName.put(name, value.value(run)));
            return new Arguments(places.stream().map(place -> place.value(run)).toList(), byName);
        }
    }

    /** Behind the opening parenthesis. */
    private Given given() {
        List<Expression> places = new ArrayList<>();
        Map<String, Expression> names = new LinkedHashMap<>();
        while (!words.skipSign(")")) {
            if (words.sees(TokenType.NAME) && words.second().is(TokenType.OPERATOR, "=")) {
                String name = words.name();
                words.expectSign("=");
                names.put(name, expressions.expression());
            } else {
                places.add(expressions.expression());
            }
            if (!words.seesSign(")")) {
                words.expectSign(",");
            }
        }
        return new Given(places, names);
    }

    Expression filtered(Expression first) {
        Expression value = first;
        while (true) {
            if (words.skipSign("|")) {
                value = filter(value);
            } else if (words.skipName("is")) {
                value = test(value);
            } else if (words.skipSign("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    /** Behind the bar. */
    private Expression filter(Expression value) {
        Expression piped = value;
        String name = words.name();
        Filter filter = Filters.of(name);
        if (filter == null) {
            throw words.wrong("there is no filter '" + name + "'");
        }
        Given given = words.skipSign("(") ? given() : new Given(List.of(), Map.of());
        return run -> {
            run.budget().step();
            Object input = piped.value(run);
            return filter.apply(run, input, given.arguments(run));
        };
    }

    private Expression test(Expression value) {
        boolean wanted = !words.skipName("not");
        String name = words.name();
        Test test = Tests.of(name);
        if (test == null) {
            throw words.wrong("there is no test '" + name + "'");
        }
        Given given =
                words.skipSign("(")
                        ? given()
                        : new Given(
                                argumentFollows() ? List.of(signed(false)) : List.of(), Map.of());
        return run -> {
            run.budget().step();
            return test.holds(run, value.value(run), given.arguments(run)) == wanted;
        };
    }

    private boolean argumentFollows() {
        return switch (words.peek().type()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !NO_ARGUMENT.contains(words.peek().text());
            case OPERATOR -> words.seesSign("[") || words.seesSign("{");
            default -> false;
        };
    }
}
