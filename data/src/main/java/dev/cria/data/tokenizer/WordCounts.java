package dev.cria.data.tokenizer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How often each word of the split pattern occurs in texts; all cores count. */
final class WordCounts {

    private static final Pattern WORD =
            Pattern.compile(Llama3Vocabulary.SPLIT_PATTERN, Pattern.UNICODE_CHARACTER_CLASS);

    /** A longer run, a line of one letter for one, is cut: merging it whole would take for ever. */
    private static final int MAX_WORD = 512;

    private WordCounts() {}

    static Map<String, LongAdder> of(Stream<String> texts) {
        Map<String, LongAdder> counts = new ConcurrentHashMap<>();
        texts.parallel().forEach(text -> count(text, counts));
        return counts;
    }

    private static void count(String text, Map<String, LongAdder> counts) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            int end = matcher.end();
            for (int from = matcher.start(); from < end; from += MAX_WORD) {
                String word = text.substring(from, Math.min(end, from + MAX_WORD));
                counts.computeIfAbsent(word, unseen -> new LongAdder()).increment();
            }
        }
    }
}
