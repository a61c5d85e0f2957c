package dev.cria.data.jinja;

import java.util.List;
import java.util.Map;

/** A template while it renders. */
final class Run {

    private final String origin;
    private final Budget budget = new Budget();
    private final Scope globals;
    private Scope scope;
    private TextBuilder out;
    private int line = 1;
    private int answers;

    Run(String origin, Map<String, Object> variables) {
        this.origin = origin;
        Scope functions = new Scope(null);
        Functions.ALL.forEach(functions::set);
        globals = new Scope(functions);
        variables.forEach(globals::set);
        scope = globals;
        out = new TextBuilder(budget);
    }

    Budget budget() {
        return budget;
    }

    void at(int where) {
        line = where;
    }

    JinjaException wrong(String what) {
        return new JinjaException(origin, line, what);
    }

    Object variable(String name) {
        Object value = scope.get(name);
        return value == null ? new Undefined("'" + name + "' is undefined") : value;
    }

    void set(String name, Object value) {
        scope.set(name, value);
    }

    void write(Text text) {
        out.add(text);
    }

    /** Runs statements with variables of their own. */
    Statement.End scoped(List<Statement> body, boolean isMacro, Runnable prepare) {
        Scope before = scope;
        scope = new Scope(isMacro ? globals : before);
        try {
            prepare.run();
            return Statement.all(body, this);
        } finally {
            scope = before;
        }
    }

    /** What statements write. */
    Text captured(Runnable writing) {
        TextBuilder before = out;
        out = new TextBuilder(budget);
        try {
            writing.run();
            return out.text();
        } finally {
            out = before;
        }
    }

    int nextAnswer() {
        return ++answers;
    }

    Text text() {
        return out.text();
    }
}
