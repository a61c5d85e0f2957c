package dev.cria.data.jinja;

import java.util.List;

/**
 * A part of a template that is called by its name.
 *
 * @param initial values of parameters that are not given; null for those without one
 */
record Macro(List<String> parameters, List<Expression> initial, List<Statement> body)
        implements Callable {

    Macro(List<String> parameters, List<Expression> initial, List<Statement> body) {
        this.parameters = List.copyOf(parameters);
        this.initial = java.util.Collections.unmodifiableList(initial);
        this.body = List.copyOf(body);
    }

    @Override
    public Object call(Run run, Arguments arguments) {
        run.budget().enter();
        Text text = run.captured(() -> run.scoped(body, true, () -> prepare(run, arguments)));
        run.budget().leave();
        return text;
    }

    private void prepare(Run run, Arguments arguments) {
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            Expression otherwise = initial.get(i);
            if (arguments.has(i, name)) {
                run.set(name, arguments.get(i, name, null));
            } else if (otherwise != null) {
                run.set(name, otherwise.value(run));
            } else {
                run.set(name, new Undefined("parameter '" + name + "' was not given"));
            }
        }
    }
}
