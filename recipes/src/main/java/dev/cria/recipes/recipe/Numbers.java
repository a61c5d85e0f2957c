package dev.cria.recipes.recipe;

/** Numbers as a recipe writes them. */
final class Numbers {

    private Numbers() {}

    /** Without a fraction where there is none. */
    static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
