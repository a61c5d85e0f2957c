package dev.cria.data.jinja;

/** What is not there. It may be asked for, tested and printed as nothing; more is an error. */
record Undefined(String why) {}
