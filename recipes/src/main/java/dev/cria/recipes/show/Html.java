package dev.cria.recipes.show;

/** Text as part of an HTML page. */
public final class Html {

    private Html() {}

    /** The text without markup, and without characters that XML does not allow. */
    public static String escape(String text) {
        return Printable.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
