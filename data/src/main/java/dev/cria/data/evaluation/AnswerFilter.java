package dev.cria.data.evaluation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the answer in what a model wrote, as the filter {@code regex} of lm-evaluation-harness
 * does.
 *
 * @param last whether the last match is taken, else the first
 */
public record AnswerFilter(String name, Pattern pattern, boolean last) {

    /** What there is instead of an answer where none was found. */
    public static final String NONE = "[invalid]";

    /** Takes everything; has no name. */
    public static final AnswerFilter WHOLE = new AnswerFilter("", Pattern.compile("(?s).*"), false);

    /** The first group of a match that is not empty, or all of it, without white space around. */
    public String apply(String text) {
        Matcher matcher = pattern.matcher(text);
        String found = null;
        while ((found == null || last) && matcher.find()) {
            found = matcher.groupCount() == 0 ? matcher.group() : firstGroup(matcher);
        }
        return found == null ? NONE : found.strip();
    }

    private static String firstGroup(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String text = matcher.group(group);
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return matcher.groupCount() == 1 ? "" : NONE;
    }
}
