package dev.cria.data.evaluation;

/** What a solution of MATH comes to. */
public final class LatexAnswer {

    private LatexAnswer() {}

    /**
     * What stands in the last {@code \boxed{}} or {@code \fbox{}}, or up to a dollar sign behind
     * the last {@code \boxed }; empty where there is none.
     */
    public static String boxed(String text) {
        int bare = text.lastIndexOf("\\boxed ");
        if (bare >= 0) {
            String rest = text.substring(bare + "\\boxed ".length());
            int end = rest.indexOf('$');
            return end < 0 ? rest : rest.substring(0, end);
        }
        int start = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
        if (start < 0) {
            return "";
        }
        int from = text.indexOf('{', start) + 1;
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return text.substring(from, at);
            }
        }
        return "";
    }
}
