package dev.cria.data.language;

/**
 * The most probable language of a text.
 *
 * @param code ISO 639, two letters where there are two; empty where the text has no letters
 * @param probability from 0 to 1, calibrated on held-out text
 */
public record LanguageGuess(String code, double probability) {}
