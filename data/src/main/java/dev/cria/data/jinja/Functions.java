package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a template may call without being given it. */
final class Functions {

    static final Map<String, Object> ALL =
            Map.of(
                    "range", (Callable) Functions::range,
                    "namespace", (Callable) (run, a) -> namespace(run, a),
                    "dict", (Callable) (run, a) -> map(a.names()),
                    "raise_exception", (Callable) Functions::raise);

    private Functions() {}

    private static Object range(Run run, Arguments arguments) {
        boolean both = arguments.places().size() > 1;
        long from = both ? arguments.integer(run, 0, "start", 0) : 0;
        long to = arguments.integer(run, both ? 1 : 0, "stop", 0);
        long step = arguments.integer(run, 2, "step", 1);
        if (step == 0) {
            throw run.wrong("a step of 0");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            run.budget().step();
            numbers.add(i);
        }
        return numbers;
    }

    private static Object namespace(Run run, Arguments arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object given : arguments.places()) {
            if (!(given instanceof Map<?, ?> map)) {
                throw run.wrong(Values.kind(given) + " is no mapping");
            }
            map.forEach((key, value) -> values.put(key.toString(), value));
        }
        values.putAll(arguments.names());
        return new Namespace(values);
    }

    private static Object map(Map<String, Object> names) {
        Map<Object, Object> map = new LinkedHashMap<>();
        names.forEach((name, value) -> map.put(Text.of(name), value));
        return map;
    }

    private static Object raise(Run run, Arguments arguments) {
        throw run.wrong(
                "the template refuses the conversation: "
                        + Written.plain(run, arguments.get(0, "message", Text.EMPTY)));
    }
}
