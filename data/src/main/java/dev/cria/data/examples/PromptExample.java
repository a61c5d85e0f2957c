package dev.cria.data.examples;

/**
 * A prompt to be answered.
 *
 * @param ids token ids up to where the answer begins
 * @param text the last that the user said
 * @param reference the answer that is known to be right; empty where there is none
 * @param code tests of the program that is asked for
 * @param origin file and row, for error messages
 */
public record PromptExample(
        int[] ids, String text, String reference, CodeTests code, String origin) {

    /** A prompt that asks for no program. */
    public PromptExample(int[] ids, String text, String reference, String origin) {
        this(ids, text, reference, CodeTests.NONE, origin);
    }
}
