package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Filters of lists and mappings. */
final class ListFilters {

    static final Map<String, Filter> ALL =
            Map.ofEntries(
                    Map.entry("length", (run, value, a) -> length(run, value)),
                    Map.entry("count", (run, value, a) -> length(run, value)),
                    Map.entry("first", (run, value, a) -> end(run, value, 0L)),
                    Map.entry("last", (run, value, a) -> end(run, value, -1L)),
                    Map.entry("list", (run, value, a) -> copy(run, value)),
                    Map.entry("items", ListFilters::items),
                    Map.entry(
                            "dictsort",
                            (run, value, a) -> sorted(run, items(run, value, a), a, 0L)),
                    Map.entry("sort", (run, value, a) -> sorted(run, value, a, null)),
                    Map.entry("reverse", ListFilters::reversed),
                    Map.entry("unique", ListFilters::unique),
                    Map.entry("sum", ListFilters::sum),
                    Map.entry("min", (run, value, a) -> extreme(run, value, -1)),
                    Map.entry("max", (run, value, a) -> extreme(run, value, 1)),
                    Map.entry("map", ListFilters::map),
                    Map.entry("select", (run, value, a) -> chosen(run, value, a, false, true)),
                    Map.entry("reject", (run, value, a) -> chosen(run, value, a, false, false)),
                    Map.entry("selectattr", (run, value, a) -> chosen(run, value, a, true, true)),
                    Map.entry("rejectattr", (run, value, a) -> chosen(run, value, a, true, false)));

    private ListFilters() {}

    private static Object length(Run run, Object value) {
        if (value instanceof Text text) {
            return (long) text.value().codePointCount(0, text.length());
        }
        return value instanceof Map<?, ?> map
                ? (long) map.size()
                : (long) Values.elements(run, value).size();
    }

    private static Object end(Run run, Object value, Object place) {
        return Members.item(run, value instanceof Text ? value : copy(run, value), place);
    }

    private static List<Object> copy(Run run, Object value) {
        List<?> elements = Values.elements(run, value);
        run.budget().characters(elements.size());
        return new ArrayList<>(elements);
    }

    private static Object items(Run run, Object value, Arguments arguments) {
        if (value instanceof Undefined) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            return MapMethods.items(run, map);
        }
        throw run.wrong(Values.kind(value) + " is no mapping");
    }

    private static Object sorted(Run run, Object value, Arguments arguments, Object place) {
        List<Object> all = copy(run, value);
        Object key = place == null ? arguments.get(2, "attribute", Values.NONE) : place;
        boolean down = Values.isTrue(arguments.get(0, "reverse", false));
        all.sort(
                (a, b) -> {
                    run.budget().step();
                    int order = Values.compare(run, folded(run, a, key), folded(run, b, key));
                    return down ? -order : order;
                });
        return all;
    }

    private static Object folded(Run run, Object element, Object key) {
        Object value = key == Values.NONE ? element : reached(run, element, key);
        return value instanceof Text text ? TextMethods.lower(run, text) : value;
    }

    private static Object reversed(Run run, Object value, Arguments arguments) {
        if (value instanceof Text) {
            return Members.slice(run, value, null, null, -1L);
        }
        List<Object> all = copy(run, value);
        Collections.reverse(all);
        return all;
    }

    private static Object unique(Run run, Object value, Arguments arguments) {
        List<Object> kept = new ArrayList<>();
        for (Object element : Values.elements(run, value)) {
            run.budget().characters(kept.size());
            if (kept.stream().noneMatch(other -> Values.equal(run, other, element))) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static Object sum(Run run, Object value, Arguments arguments) {
        Object sum = arguments.get(1, "start", 0L);
        for (Object element : Values.elements(run, value)) {
            sum = Operators.binary(run, "+", sum, element);
        }
        return sum;
    }

    private static Object extreme(Run run, Object value, int sign) {
        Object best = null;
        for (Object element : Values.elements(run, value)) {
            run.budget().step();
            best = best == null || Values.compare(run, element, best) * sign > 0 ? element : best;
        }
        return best == null ? new Undefined("an empty list has no extreme") : best;
    }

    /** Another filter for each element, or an attribute of each. */
    private static Object map(Run run, Object value, Arguments arguments) {
        Object attribute = arguments.names().get("attribute");
        if (attribute != null) {
            Object initial = arguments.names().get("default");
            List<Object> all = attributes(run, value, attribute);
            if (initial != null) {
                all.replaceAll(element -> element instanceof Undefined ? initial : element);
            }
            return all;
        }
        String name = arguments.text(run, 0, "filter").value();
        Filter filter = Filters.of(name);
        if (filter == null) {
            throw run.wrong("there is no filter '" + name + "'");
        }
        Arguments rest = behind(arguments, 1);
        List<Object> all = new ArrayList<>();
        for (Object element : Values.elements(run, value)) {
            run.budget().step();
            all.add(filter.apply(run, element, rest));
        }
        return all;
    }

    static List<Object> attributes(Run run, Object value, Object attribute) {
        List<Object> all = new ArrayList<>();
        for (Object element : Values.elements(run, value)) {
            all.add(reached(run, element, attribute));
        }
        return all;
    }

    /** {@code a.b} of an element; a number is a place. */
    private static Object reached(Run run, Object element, Object path) {
        if (path instanceof Long) {
            return Members.item(run, element, path);
        }
        Object value = element;
        for (String name : path.toString().split("\\.", -1)) {
            value = Members.item(run, value, Text.of(name));
        }
        return value;
    }

    private static Object chosen(
            Run run, Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
        int from = byAttribute ? 1 : 0;
        Object attribute = byAttribute ? arguments.require(run, 0, "attribute") : null;
        Test test = (r, tested, a) -> Values.isTrue(tested);
        if (arguments.has(from, "test")) {
            String name = arguments.text(run, from, "test").value();
            test = Tests.of(name);
            if (test == null) {
                throw run.wrong("there is no test '" + name + "'");
            }
        }
        Arguments rest = behind(arguments, from + 1);
        List<Object> kept = new ArrayList<>();
        for (Object element : Values.elements(run, value)) {
            run.budget().step();
            Object tested = byAttribute ? reached(run, element, attribute) : element;
            if (test.holds(run, tested, rest) == wanted) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static Arguments behind(Arguments arguments, int from) {
        List<Object> places = arguments.places();
        return new Arguments(
                places.subList(Math.min(from, places.size()), places.size()), arguments.names());
    }
}
