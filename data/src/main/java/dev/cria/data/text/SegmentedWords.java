package dev.cria.data.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.cria.data.pipeline.Feature;
import dev.cria.data.text.jieba.Jieba;

/**
 * Words and sentences by the rules of Unicode (UAX 29) with ICU's dictionaries for scripts without
 * spaces, and jieba's words for Chinese. Punctuation is no word.
 */
final class SegmentedWords {

    static final Feature<Words> CHINESE =
            text -> {
                char[] chars = text.toCharArray();
                return new Words(chars, proper(chars, Jieba.words(chars, 0, chars.length)));
            };

    static final Feature<Words> ANY =
            text -> {
                char[] chars = text.toCharArray();
                return new Words(chars, words(text));
            };

    private static final ThreadLocal<BreakIterator> WORDS =
            ThreadLocal.withInitial(() -> BreakIterator.getWordInstance(ULocale.ROOT));
    private static final ThreadLocal<BreakIterator> SENTENCES =
            ThreadLocal.withInitial(() -> BreakIterator.getSentenceInstance(ULocale.ROOT));

    private SegmentedWords() {}

    private static Spans words(String text) {
        BreakIterator breaks = WORDS.get();
        breaks.setText(text);
        Spans words = new Spans(text.length() / 5 + 8);
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            if (breaks.getRuleStatus() >= BreakIterator.WORD_NONE_LIMIT) {
                words.add(start, end);
            }
            start = end;
        }
        breaks.setText("");
        return words;
    }

    private static Spans proper(char[] text, Spans all) {
        Spans words = new Spans(all.size() + 1);
        for (int i = 0; i < all.size(); i++) {
            if (Character.isLetterOrDigit(Character.codePointAt(text, all.start(i), all.end(i)))) {
                words.add(all.start(i), all.end(i));
            }
        }
        return words;
    }

    static Spans sentences(char[] text, int from, int to) {
        BreakIterator breaks = SENTENCES.get();
        breaks.setText(new String(text, from, to - from));
        Spans sentences = new Spans(16);
        int start = from;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            int last = Space.stripEnd(text, start, from + end);
            if (start < last) {
                sentences.add(start, last);
            }
            start = Space.stripStart(text, from + end, to);
        }
        breaks.setText("");
        return sentences;
    }
}
