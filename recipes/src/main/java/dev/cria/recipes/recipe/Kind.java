package dev.cria.recipes.recipe;

/** What a recipe key holds. */
public enum Kind {
    /** One of a few words. */
    CHOICE("one word"),
    /** One of a few words, or a path that the stage reads. */
    CHOICE_OR_INPUT("one word or a path"),
    /** Some of a few words. */
    CHOICES("a list of words"),
    /** A path that the stage reads. */
    INPUT("a path"),
    /** Paths that the stage reads; {@code *} and {@code ?} match names. */
    INPUTS("a list of paths"),
    /** Data sets: paths, or mappings of the fields of {@link Dataset#FIELDS}. */
    DATASETS(
            "a list of paths or {path or rows, format, max_samples, weight, subset, split, columns, tags}"),
    /** Steps of curation: names, or mappings of a name to its parameters. */
    STEPS("a list of steps or {step: {parameter: value}}"),
    /** Sources of a mix: paths, or mappings. */
    SOURCES(
            "a list of paths or {name, path, source, score, min_score, weight, epochs, max_epochs}"),
    /** Columns of a table by the parts of a document. */
    COLUMNS("a mapping such as {text: content, id: docid}"),
    /** A text, of the recipe as a whole. */
    TEXT("a text"),
    /** Texts. */
    TEXTS("a list of texts"),
    /** A whole number. */
    INTEGER("a whole number"),
    /** A real number. */
    NUMBER("a number"),
    /** Whole numbers. */
    INTEGERS("a list of whole numbers"),
    /** Real numbers. */
    NUMBERS("a list of numbers"),
    /** true or false. */
    FLAG("true or false");

    private final String expected;

    Kind(String expected) {
        this.expected = expected;
    }

    /** For messages and the reference of keys. */
    public String expected() {
        return expected;
    }
}
