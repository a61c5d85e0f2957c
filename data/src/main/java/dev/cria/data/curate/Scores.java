package dev.cria.data.curate;

import dev.cria.data.card.CorpusStats;
import java.util.Map;

/** The scores among the meta data of documents: numbers from 0 to 1 with a decimal point. */
final class Scores {

    private static final int MAX_DIGITS = 24;
    private static final int MAX_NAME = 100;

    private Scores() {}

    /** Counts all of a document. */
    static void add(Map<String, String> meta, CorpusStats stats) {
        meta.forEach((name, value) -> add(name, value, stats));
    }

    /** Counts those that a document did not have before. */
    static void addNew(Map<String, String> meta, Map<String, String> before, CorpusStats stats) {
        meta.forEach(
                (name, value) -> {
                    if (!value.equals(before.get(name))) {
                        add(name, value, stats);
                    }
                });
    }

    /** The score for which a classifier dropped a document: it is in the detail of the drop. */
    static void addOfDrop(String reason, String detail, CorpusStats stats) {
        if (reason.startsWith("low_") || reason.startsWith("high_")) {
            add(reason.substring(reason.indexOf('_') + 1), detail, stats);
        }
    }

    private static void add(String name, String value, CorpusStats stats) {
        double score = score(value);
        if (score >= 0 && name.length() <= MAX_NAME) {
            stats.addScore(name, score);
        }
    }

    /** -1 for what is none. */
    private static double score(String value) {
        boolean looksLikeOne =
                value.length() > 2
                        && value.length() <= MAX_DIGITS
                        && value.charAt(1) == '.'
                        && (value.charAt(0) == '0' || value.charAt(0) == '1')
                        && value.chars().skip(2).allMatch(c -> c >= '0' && c <= '9');
        double number = looksLikeOne ? Double.parseDouble(value) : -1;
        return number <= 1 ? number : -1;
    }
}
