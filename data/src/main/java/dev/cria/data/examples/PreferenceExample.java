package dev.cria.data.examples;

/**
 * Two answers to one prompt, the first of which is preferred. One of them is empty where a data set
 * says of single answers whether they are good.
 *
 * @param prompt ids up to where the answers begin
 * @param chosen ids of the preferred answer, its end token included
 * @param rejected ids of the other answer
 * @param origin file and row, for error messages
 */
public record PreferenceExample(int[] prompt, int[] chosen, int[] rejected, String origin) {}
