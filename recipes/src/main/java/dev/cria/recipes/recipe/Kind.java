package dev.cria.recipes.recipe;

/** What a recipe key holds. */
public enum Kind {
    /** Free text. */
    TEXT("a text"),
    /** One of a few words. */
    CHOICE("one of the listed words"),
    /** A path that this stage reads; relative to the recipe's folder. */
    INPUT("a path"),
    /** A list of paths that this stage reads. */
    INPUTS("a list of paths"),
    /** A list of texts. */
    TEXTS("a list of texts"),
    /** A whole number. */
    INTEGER("a whole number"),
    /** A real number. */
    NUMBER("a number"),
    /** true or false. */
    FLAG("true or false");

    private final String expected;

    Kind(String expected) {
        this.expected = expected;
    }

    /** For error messages. */
    String expected() {
        return expected;
    }
}
