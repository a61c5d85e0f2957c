package dev.cria.recipes.show;

/** Text that a model has made, without what would command the terminal. */
public final class Printable {

    private Printable() {}

    /** The text with control characters other than line breaks and tabs made visible. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(
                        point -> {
                            boolean control =
                                    Character.getType(point) == Character.CONTROL
                                            && point != '\n'
                                            && point != '\t';
                            safe.appendCodePoint(control ? 0xFFFD : point);
                        });
        return safe.toString();
    }
}
