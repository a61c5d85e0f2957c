package dev.cria.data.jinja;

/**
 * What one rendering may cost. The largest template of a published Llama renders a long
 * conversation in some thousands of steps.
 */
final class Budget {

    private static final long STEPS = 2_000_000;

    /** Characters and elements that values are made of, all together. */
    private static final long CHARACTERS = 64L << 20;

    /** Calls within calls, and values within values. */
    private static final int DEPTH = 64;

    private long steps;
    private long characters;
    private int depth;

    void step() {
        if (++steps > STEPS) {
            throw new LimitException("it takes more than " + STEPS + " steps");
        }
    }

    void characters(long count) {
        characters += count;
        if (characters > CHARACTERS) {
            throw new LimitException("it makes more than " + CHARACTERS + " characters of text");
        }
    }

    void enter() {
        if (++depth > DEPTH) {
            throw new LimitException("it calls itself more than " + DEPTH + " times");
        }
    }

    void leave() {
        depth--;
    }

    /** A template goes beyond what it may cost. */
    static final class LimitException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LimitException(String message) {
            super(message);
        }
    }
}
