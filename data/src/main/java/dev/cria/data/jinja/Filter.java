package dev.cria.data.jinja;

/** {@code value | filter(arguments)}. */
interface Filter {

    Object apply(Run run, Object value, Arguments arguments);
}
