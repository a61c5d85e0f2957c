package dev.cria.data.heuristic;

import java.util.List;
import java.util.Locale;

/** Phrases of web pages that short lines lose, whatever the case of their letters. */
final class ShortPhrases {

    private final List<String> starts;
    private final List<String> ends;
    private final List<String> anywhere;

    ShortPhrases(List<String> starts, List<String> ends, List<String> anywhere) {
        this.starts = lower(starts);
        this.ends = lower(ends);
        this.anywhere = lower(anywhere);
    }

    private static List<String> lower(List<String> phrases) {
        return phrases.stream().map(phrase -> phrase.toLowerCase(Locale.ROOT)).toList();
    }

    /** The line without them; null if nothing is left, the same if it has none. */
    String edit(String line) {
        String stripped = line.strip();
        String edited = stripped;
        for (String phrase : starts) {
            if (edited.regionMatches(true, 0, phrase, 0, phrase.length())) {
                edited = edited.substring(phrase.length()).strip();
            }
        }
        for (String phrase : ends) {
            int start = edited.length() - phrase.length();
            if (edited.regionMatches(true, start, phrase, 0, phrase.length())) {
                edited = edited.substring(0, start).strip();
            }
        }
        for (String phrase : anywhere) {
            int start = indexOf(edited, phrase);
            if (start >= 0) {
                String rest = edited.substring(start + phrase.length());
                edited = (edited.substring(0, start) + rest).strip();
            }
        }
        if (edited.length() == stripped.length()) {
            return line;
        }
        return edited.isEmpty() ? null : edited;
    }

    private static int indexOf(String line, String phrase) {
        for (int i = 0; i + phrase.length() <= line.length(); i++) {
            if (line.regionMatches(true, i, phrase, 0, phrase.length())) {
                return i;
            }
        }
        return -1;
    }
}
