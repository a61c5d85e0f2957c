package dev.cria.recipes.cli;

/** What the terminal can show. */
final class Terminal {

    private Terminal() {}

    /**
     * Whether the output goes to a terminal with colours that are wanted; see <a
     * href="https://no-color.org">no-color.org</a>.
     */
    static boolean showsColours() {
        String refused = System.getenv("NO_COLOR");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return Integer.getInteger("cria.columns", 0) > 0
                && (refused == null || refused.isEmpty())
                && !dumb;
    }
}
