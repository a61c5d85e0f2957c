package dev.cria.data.heuristic;

import dev.cria.data.text.CharKeys;
import dev.cria.data.text.Space;
import java.util.List;
import java.util.Locale;

/** Lines that are no content by their characters. */
record LineJunk(double maxUppercase, boolean digits, boolean counters) {

    /** What counters count; the list of DCLM's counter_line_modifier. */
    private static final CharKeys<Boolean> COUNTED = new CharKeys<>();

    static {
        List.of(
                        "likes",
                        "shares",
                        "comments",
                        "retweets",
                        "reposts",
                        "quotes",
                        "bookmarks",
                        "upvotes",
                        "downvotes",
                        "downloads",
                        "views",
                        "followers")
                .forEach(word -> COUNTED.put(word, true));
    }

    boolean is(char[] text, int from, int to) {
        int uppercase = 0;
        int numbers = 0;
        int visible = 0;
        for (int i = from; i < to; i++) {
            if (!Space.isSpace(text[i])) {
                visible++;
                uppercase += Character.isUpperCase(text[i]) ? 1 : 0;
                numbers += Character.isDigit(text[i]) ? 1 : 0;
            }
        }
        return uppercase > maxUppercase * visible
                || (digits && visible > 0 && numbers == visible)
                || (counters && numbers > 0 && isCounter(text, from, to));
    }

    /** A number, perhaps with K, M or B, and one word of those that are counted. */
    private static boolean isCounter(char[] text, int from, int to) {
        int i = from;
        while (i < to && !Character.isLetterOrDigit(text[i])) {
            i++;
        }
        if (i == to || !Character.isDigit(text[i])) {
            return false;
        }
        while (i < to && (Character.isDigit(text[i]) || text[i] == '.' || text[i] == ',')) {
            i++;
        }
        if (i < to && "KkMmBb".indexOf(text[i]) >= 0) {
            i++;
        }
        int word = Space.stripStart(text, i, to);
        int end = word;
        while (end < to && Character.isLetter(text[end])) {
            end++;
        }
        int rest = end;
        while (rest < to && !Character.isLetterOrDigit(text[rest])) {
            rest++;
        }
        String counted = new String(text, word, end - word).toLowerCase(Locale.ROOT);
        return word > i
                && rest == to
                && !counted.isEmpty()
                && COUNTED.get(counted.toCharArray(), 0, counted.length()) != null;
    }
}
