package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods of mappings; none that changes one. */
final class MapMethods {

    private MapMethods() {}

    static Object of(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Callable) (run, arguments) -> items(run, map);
            case "keys" -> (Callable) (run, arguments) -> new ArrayList<Object>(map.keySet());
            case "values" -> (Callable) (run, arguments) -> new ArrayList<Object>(map.values());
            case "get" -> (Callable) (run, arguments) -> get(run, map, arguments);
            default -> null;
        };
    }

    static List<Object> items(Run run, Map<?, ?> map) {
        run.budget().characters(map.size());
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(List.of(key, value)));
        return items;
    }

    private static Object get(Run run, Map<?, ?> map, Arguments arguments) {
        Object found = map.get(Values.key(run, arguments.require(run, 0, "key")));
        return found == null ? arguments.get(1, "default", Values.NONE) : found;
    }
}
