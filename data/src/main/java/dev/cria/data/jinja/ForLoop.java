package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code {% for names in elements if condition %}}.
 *
 * @param condition null where every element counts
 * @param otherwise what is done where there are none
 */
record ForLoop(
        int line,
        List<String> names,
        Expression elements,
        Expression condition,
        List<Statement> body,
        List<Statement> otherwise)
        implements Statement {

    @Override
    public End execute(Run run) {
        run.at(line);
        List<?> kept = kept(run, Values.elements(run, elements.value(run)));
        if (kept.isEmpty()) {
            return Statement.all(otherwise, run);
        }
        Loop loop = new Loop(kept);
        for (int i = 0; i < kept.size(); i++) {
            run.budget().step();
            loop.at(i);
            Object element = kept.get(i);
            End end =
                    run.scoped(
                            body,
                            false,
                            () -> {
                                run.set("loop", loop);
                                assign(run, names, element);
                            });
            if (end == End.BREAK) {
                break;
            }
        }
        return End.NEXT;
    }

    private List<?> kept(Run run, List<?> all) {
        if (condition == null) {
            return all;
        }
        List<Object> kept = new ArrayList<>();
        for (Object element : all) {
            run.budget().step();
            run.scoped(
                    List.of(),
                    false,
                    () -> {
                        assign(run, names, element);
                        if (Values.isTrue(condition.value(run))) {
                            kept.add(element);
                        }
                    });
        }
        return kept;
    }

    /** Several names take the elements of a list. */
    static void assign(Run run, List<String> names, Object value) {
        if (names.size() == 1) {
            run.set(names.get(0), value);
            return;
        }
        List<?> values = Values.elements(run, value);
        if (values.size() != names.size()) {
            throw run.wrong("%d values for %d names".formatted(values.size(), names.size()));
        }
        for (int i = 0; i < names.size(); i++) {
            run.set(names.get(i), values.get(i));
        }
    }
}
