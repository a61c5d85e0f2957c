package dev.cria.recipes.cli;

import java.util.function.Function;

/**
 * Something that a beginner gets wrong.
 *
 * @param title what
 * @param shown how it looks: a line of a recipe or of a data set, or a command
 * @param code the exit code; 0 where it is odd but possible
 * @param make makes it in a folder, and runs the command that meets it
 */
record Mistake(String title, String shown, int code, Function<Beginner, Beginner.Said> make) {}
