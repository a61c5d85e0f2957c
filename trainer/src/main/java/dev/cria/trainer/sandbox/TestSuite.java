package dev.cria.trainer.sandbox;

import java.util.List;

/**
 * Tests of a program's functions.
 *
 * @param tests Python each, in their order, in one module; one that raises nothing has passed
 * @param names functions of the program that the tests use, beside the names that are in none of
 *     them and not Python's own: those are the program's anyway
 */
public record TestSuite(List<String> tests, List<String> names) {

    /** Tests that say themselves what they use. */
    public static TestSuite of(List<String> tests) {
        return new TestSuite(tests, List.of());
    }
}
