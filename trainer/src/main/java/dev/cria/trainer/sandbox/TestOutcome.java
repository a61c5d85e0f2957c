package dev.cria.trainer.sandbox;

/**
 * What tests say of a program. They run in a process of their own; the program cannot write this.
 *
 * @param outcome of the program and its tests together
 * @param passed tests that passed
 * @param tests that there are
 * @param why what the first test says that did not pass; empty where all did
 */
public record TestOutcome(Outcome outcome, int passed, int tests, String why) {

    /** Whether there are tests and all of them passed. */
    public boolean isPassed() {
        return tests > 0 && passed == tests;
    }
}
