package dev.cria.data.jinja;

import java.util.List;
import java.util.Map;

/** What is handed to a function or a filter: by place, and by name. */
record Arguments(List<Object> places, Map<String, Object> names) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    boolean has(int place, String name) {
        return place < places.size() || names.containsKey(name);
    }

    Object get(int place, String name, Object initial) {
        return place < places.size() ? places.get(place) : names.getOrDefault(name, initial);
    }

    Object require(Run run, int place, String name) {
        if (!has(place, name)) {
            throw run.wrong("argument '" + name + "' is missing");
        }
        return get(place, name, null);
    }

    Text text(Run run, int place, String name) {
        Object value = require(run, place, name);
        if (value instanceof Text text) {
            return text;
        }
        throw run.wrong("argument '" + name + "' is " + Values.kind(value) + ", not a text");
    }

    int integer(Run run, int place, String name, int initial) {
        Object value = get(place, name, null);
        if (value == null || value == Values.NONE) {
            return initial;
        }
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw run.wrong(
                "argument '" + name + "' is " + Values.kind(value) + ", not a whole number");
    }
}
