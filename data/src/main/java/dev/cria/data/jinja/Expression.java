package dev.cria.data.jinja;

/** Something that has a value. */
interface Expression {

    Object value(Run run);
}
