package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;

/** Reads a template. What belongs to files and pages, such as {@code include}, is refused. */
final class StatementParser {

    /** Holds what a block has written; no template can name it. */
    private static final String BLOCK = " block";

    private final Words words;
    private final ExpressionParser expressions;

    StatementParser(Words words) {
        this.words = words;
        this.expressions = new ExpressionParser(words);
    }

    List<Statement> template() {
        List<Statement> all = until();
        if (!words.sees(TokenType.END)) {
            words.next();
            throw words.wrong("'" + words.peek().text() + "' ends nothing that was begun");
        }
        return all;
    }

    /** Statements up to one of these names, or the end of the template. */
    private List<Statement> until(String... ends) {
        words.enter();
        List<Statement> all = new ArrayList<>();
        while (!words.sees(TokenType.END) && !seesOne(ends)) {
            if (words.sees(TokenType.OPEN_STATEMENT) && words.second().text().startsWith("end")) {
                break;
            }
            all.add(statement());
        }
        words.leave();
        return all;
    }

    private boolean seesOne(String... names) {
        for (String name : names) {
            if (words.seesStatement(name)) {
                return true;
            }
        }
        return false;
    }

    private Statement statement() {
        Token token = words.next();
        int line = token.line();
        if (token.type() == TokenType.TEXT) {
            Text text = Text.of(token.text());
            return run -> {
                run.write(text);
                return Statement.End.NEXT;
            };
        }
        if (token.type() == TokenType.OPEN_EXPRESSION) {
            Expression expression = expressions.list(true);
            words.close(TokenType.CLOSE_EXPRESSION);
            return run -> {
                run.at(line);
                run.write(Written.plain(run, expression.value(run)));
                return Statement.End.NEXT;
            };
        }
        String name = words.name();
        return switch (name) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro();
            case "generation" -> generation();
            case "break" -> leaving(Statement.End.BREAK);
            case "continue" -> leaving(Statement.End.CONTINUE);
            default -> throw words.wrong("'" + name + "' is not part of chat templates");
        };
    }

    private Statement leaving(Statement.End end) {
        words.close(TokenType.CLOSE_STATEMENT);
        return run -> end;
    }

    /** Behind the word {@code if} or {@code elif}. */
    private Statement condition(int line) {
        words.enter();
        Expression condition = expressions.list(true);
        words.close(TokenType.CLOSE_STATEMENT);
        List<Statement> then = until("elif", "else");
        Statement otherwise = run -> Statement.End.NEXT;
        if (words.seesStatement("elif")) {
            int at = words.next().line();
            words.next();
            otherwise = condition(at);
        } else {
            List<Statement> last = List.of();
            if (words.seesStatement("else")) {
                end("else");
                last = until();
            }
            end("endif");
            List<Statement> body = last;
            otherwise = run -> Statement.all(body, run);
        }
        words.leave();
        Statement no = otherwise;
        return run -> {
            run.at(line);
            return Values.isTrue(condition.value(run)) ? Statement.all(then, run) : no.execute(run);
        };
    }

    private Statement loop(int line) {
        List<String> names = names();
        words.expectName("in");
        Expression elements = expressions.list(false);
        Expression condition = words.skipName("if") ? expressions.expression() : null;
        words.close(TokenType.CLOSE_STATEMENT);
        List<Statement> body = until("else");
        List<Statement> otherwise = List.of();
        if (words.seesStatement("else")) {
            end("else");
            otherwise = until();
        }
        end("endfor");
        return new ForLoop(line, names, elements, condition, body, otherwise);
    }

    private List<String> names() {
        boolean open = words.skipSign("(");
        List<String> names = new ArrayList<>(List.of(words.name()));
        while (words.skipSign(",")) {
            names.add(words.name());
        }
        if (open) {
            words.expectSign(")");
        }
        return names;
    }

    private Statement assignment(int line) {
        if (words.sees(TokenType.NAME) && words.second().is(TokenType.OPERATOR, ".")) {
            return member(line);
        }
        List<String> names = names();
        if (words.skipSign("=")) {
            Expression value = expressions.list(true);
            words.close(TokenType.CLOSE_STATEMENT);
            return run -> {
                run.at(line);
                ForLoop.assign(run, names, value.value(run));
                return Statement.End.NEXT;
            };
        }
        Expression filtered = expressions.filtered(run -> run.variable(BLOCK));
        words.close(TokenType.CLOSE_STATEMENT);
        List<Statement> body = until();
        end("endset");
        return run -> {
            run.set(BLOCK, run.captured(() -> run.scoped(body, false, () -> {})));
            ForLoop.assign(run, names, filtered.value(run));
            return Statement.End.NEXT;
        };
    }

    private Statement member(int line) {
        String object = words.name();
        words.expectSign(".");
        String name = words.name();
        words.expectSign("=");
        Expression value = expressions.list(true);
        words.close(TokenType.CLOSE_STATEMENT);
        return run -> {
            run.at(line);
            if (!(run.variable(object) instanceof Namespace namespace)) {
                throw run.wrong("'" + object + "' is no namespace; nothing else can be changed");
            }
            namespace.set(name, value.value(run));
            return Statement.End.NEXT;
        };
    }

    private Statement macro() {
        String name = words.name();
        words.expectSign("(");
        List<String> parameters = new ArrayList<>();
        List<Expression> initial = new ArrayList<>();
        while (!words.skipSign(")")) {
            parameters.add(words.name());
            initial.add(words.skipSign("=") ? expressions.expression() : null);
            if (!words.seesSign(")")) {
                words.expectSign(",");
            }
        }
        words.close(TokenType.CLOSE_STATEMENT);
        List<Statement> body = until();
        end("endmacro");
        Macro macro = new Macro(parameters, initial, body);
        return run -> {
            run.set(name, macro);
            return Statement.End.NEXT;
        };
    }

    private Statement generation() {
        words.close(TokenType.CLOSE_STATEMENT);
        List<Statement> body = until();
        end("endgeneration");
        return run -> {
            int number = run.nextAnswer();
            run.write(run.captured(() -> run.scoped(body, false, () -> {})).inAnswer(number));
            return Statement.End.NEXT;
        };
    }

    private void end(String name) {
        if (!words.seesStatement(name)) {
            throw words.wrong("expected '" + name + "', found " + words.second());
        }
        words.next();
        words.next();
        words.close(TokenType.CLOSE_STATEMENT);
    }
}
