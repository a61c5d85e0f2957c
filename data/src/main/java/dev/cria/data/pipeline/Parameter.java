package dev.cria.data.pipeline;

import java.util.List;

/**
 * Something that can be set about a step.
 *
 * @param initial its default: a {@link Boolean}, {@link Long}, {@link Double}, {@link String}, or
 *     {@link List} of strings
 * @param choices the words that are allowed; empty for any
 * @param min the least number that makes sense
 * @param max the largest number that makes sense
 * @param isPath whether it names files, relative to the recipe; an empty string for none
 * @param help one line, with the source of the default
 */
public record Parameter(
        String name,
        Object initial,
        List<String> choices,
        double min,
        double max,
        boolean isPath,
        String help) {

    /** Something to switch on or off. */
    public static Parameter flag(String name, boolean initial, String help) {
        return new Parameter(name, initial, List.of(), 0, 0, false, help);
    }

    /** A whole number of at least 0. */
    public static Parameter integer(String name, long initial, String help) {
        return new Parameter(name, initial, List.of(), 0, Long.MAX_VALUE, false, help);
    }

    /** A number of at least 0. */
    public static Parameter number(String name, double initial, String help) {
        return new Parameter(name, initial, List.of(), 0, Double.MAX_VALUE, false, help);
    }

    /** Any word or text. */
    public static Parameter text(String name, String initial, String help) {
        return new Parameter(name, initial, List.of(), 0, 0, false, help);
    }

    /** One of some words. */
    public static Parameter choice(String name, String initial, List<String> words, String help) {
        return new Parameter(name, initial, List.copyOf(words), 0, 0, false, help);
    }

    /** Words. */
    public static Parameter list(String name, List<String> initial, String help) {
        return new Parameter(name, List.copyOf(initial), List.of(), 0, 0, false, help);
    }

    /** A file or folder, or none. */
    public static Parameter path(String name, String help) {
        return new Parameter(name, "", List.of(), 0, 0, true, help);
    }

    /** Files or folders, or none. */
    public static Parameter paths(String name, String help) {
        return new Parameter(name, List.of(), List.of(), 0, 0, true, help);
    }

    /** With bounds, both included. */
    public Parameter between(double least, double largest) {
        return new Parameter(name, initial, choices, least, largest, isPath, help);
    }
}
