package dev.cria.data.jinja;

import java.util.HashMap;
import java.util.Map;

/** Variables that blocks within loops may change. */
final class Namespace {

    private final Map<String, Object> values;

    Namespace(Map<String, Object> values) {
        this.values = new HashMap<>(values);
    }

    Object get(String name) {
        return values.get(name);
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
