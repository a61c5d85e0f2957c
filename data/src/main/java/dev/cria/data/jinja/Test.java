package dev.cria.data.jinja;

/** {@code value is test(arguments)}. */
interface Test {

    boolean holds(Run run, Object value, Arguments arguments);
}
