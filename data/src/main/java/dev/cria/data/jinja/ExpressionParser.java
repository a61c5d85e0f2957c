package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions, with the precedence of Jinja's parser. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final Words words;
    private final Operands operands;

    ExpressionParser(Words words) {
        this.words = words;
        this.operands = new Operands(words, this);
    }

    /** An expression, which may depend on a condition: {@code a if b else c}. */
    Expression expression() {
        words.enter();
        Expression value = or();
        while (words.skipName("if")) {
            Expression then = value;
            Expression condition = or();
            Expression otherwise =
                    words.skipName("else")
                            ? expression()
                            : run -> new Undefined("the condition does not hold");
            value =
                    run ->
                            Values.isTrue(condition.value(run))
                                    ? then.value(run)
                                    : otherwise.value(run);
        }
        words.leave();
        return value;
    }

    /** One expression, or several with commas between: a list. */
    Expression list(boolean conditions) {
        Expression first = conditions ? expression() : or();
        if (!words.seesSign(",")) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        while (words.skipSign(",")) {
            if (words.sees(TokenType.CLOSE_STATEMENT)
                    || words.sees(TokenType.CLOSE_EXPRESSION)
                    || words.seesSign(")")) {
                break;
            }
            all.add(conditions ? expression() : or());
        }
        return Operands.list(all);
    }

    /** A value behind which filters may stand. */
    Expression filtered(Expression value) {
        return operands.filtered(value);
    }

    private Expression or() {
        Expression left = and();
        while (words.skipName("or")) {
            Expression first = left;
            Expression second = and();
            left =
                    run -> {
                        Object value = first.value(run);
                        return Values.isTrue(value) ? value : second.value(run);
                    };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (words.skipName("and")) {
            Expression first = left;
            Expression second = not();
            left =
                    run -> {
                        Object value = first.value(run);
                        return Values.isTrue(value) ? second.value(run) : value;
                    };
        }
        return left;
    }

    private Expression not() {
        if (words.skipName("not")) {
            words.enter();
            Expression negated = not();
            words.leave();
            return run -> !Values.isTrue(negated.value(run));
        }
        return comparison();
    }

    /** {@code a < b <= c} holds if both parts do. */
    private Expression comparison() {
        Expression left = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (String operator = comparing(); operator != null; operator = comparing()) {
            operators.add(operator);
            others.add(sum());
        }
        if (operators.isEmpty()) {
            return left;
        }
        return run -> {
            Object a = left.value(run);
            for (int i = 0; i < operators.size(); i++) {
                Object b = others.get(i).value(run);
                if (!Operators.compare(run, operators.get(i), a, b)) {
                    return false;
                }
                a = b;
            }
            return true;
        };
    }

    private String comparing() {
        if (words.sees(TokenType.OPERATOR) && COMPARISONS.contains(words.peek().text())) {
            return words.next().text();
        }
        if (words.skipName("in")) {
            return "in";
        }
        if (words.skipName("not")) {
            words.expectName("in");
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (words.seesSign("+") || words.seesSign("-")) {
            left = binary(words.next().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (words.skipSign("~")) {
            left = binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (words.seesSign("*")
                || words.seesSign("/")
                || words.seesSign("//")
                || words.seesSign("%")) {
            left = binary(words.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = operands.signed(true);
        while (words.skipSign("**")) {
            left = binary("**", left, operands.signed(true));
        }
        return left;
    }

    private static Expression binary(String operator, Expression left, Expression right) {
        return run -> Operators.binary(run, operator, left.value(run), right.value(run));
    }
}
