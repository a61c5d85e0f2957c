package dev.cria.data.jinja;

/** A function, a method or a macro. */
interface Callable {

    Object call(Run run, Arguments arguments);
}
