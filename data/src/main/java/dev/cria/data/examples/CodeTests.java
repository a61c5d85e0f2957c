package dev.cria.data.examples;

import java.util.List;

/**
 * Tests of the program that a prompt asks for.
 *
 * @param prompt code that the program begins with, as in HumanEval; empty where the prompt is prose
 * @param entryPoint the function that is asked for; empty where only the tests name it
 * @param tests Python each; one that raises nothing has passed
 */
public record CodeTests(String prompt, String entryPoint, List<String> tests) {

    /** Where a prompt asks for no program. */
    public static final CodeTests NONE = new CodeTests("", "", List.of());

    /** Copies the list. */
    public CodeTests {
        tests = List.copyOf(tests);
    }

    /**
     * In the form of HumanEval (Chen et al. 2021, arXiv:2107.03374).
     *
     * @param prompt code up to where the body of the function begins
     * @param test defines {@code check(candidate)}
     */
    public static CodeTests ofHumanEval(String prompt, String entryPoint, String test) {
        return new CodeTests(
                prompt, entryPoint, List.of("%s\ncheck(%s)".formatted(test, entryPoint)));
    }
}
