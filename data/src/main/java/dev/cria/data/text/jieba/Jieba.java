package dev.cria.data.text.jieba;

import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;

/**
 * jieba's default mode (cut_all=False, HMM=True): of all ways to take a stretch apart into words of
 * the dictionary the most probable one, and characters that stay alone go to {@link UnknownWords}.
 */
public final class Jieba {

    private final JiebaDictionary dictionary = JiebaDictionary.instance();
    private final char[] text;
    private final Spans words;

    private Jieba(char[] text, Spans words) {
        this.text = text;
        this.words = words;
    }

    /** The words of a stretch without white space. What is no letter of any kind stands alone. */
    public static Spans words(char[] text, int from, int to) {
        Spans words = new Spans((to - from) / 2 + 8);
        new Jieba(text, words).cut(from, to);
        return words;
    }

    private void cut(int from, int to) {
        int i = from;
        while (i < to) {
            int start = i;
            while (i < to && isBlock(text[i])) {
                i++;
            }
            if (start < i) {
                cutBlock(start, i);
            } else {
                i += Character.charCount(Character.codePointAt(text, i, to));
                if (!Space.isSpace(text[start])) {
                    words.add(start, i);
                }
            }
        }
    }

    /** The class of characters in jieba's re_han_default. */
    private static boolean isBlock(char c) {
        return isHan(c) || isAlphanumeric(c) || (c < 0x80 && "+#&._%-".indexOf(c) >= 0);
    }

    private static boolean isHan(char c) {
        return c >= 0x4e00 && c <= 0x9fd5;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private void cutBlock(int from, int to) {
        int[] ends = route(from, to);
        int alone = from;
        for (int i = from; i < to; ) {
            int end = ends[i - from];
            if (end - i > 1) {
                cutSingles(alone, i);
                words.add(i, end);
                alone = end;
            }
            i = end;
        }
        cutSingles(alone, to);
    }

    /** Where the word ends that begins at each character, on the most probable way from there. */
    private int[] route(int from, int to) {
        int length = to - from;
        double[] best = new double[length + 1];
        int[] ends = new int[length];
        double unknown = dictionary.logUnknown();
        for (int i = length - 1; i >= 0; i--) {
            int node = dictionary.first(text[from + i]);
            double score = Double.NEGATIVE_INFINITY;
            for (int j = i; node != JiebaDictionary.NONE; j++) {
                if (dictionary.isWord(node)) {
                    double other = dictionary.logFrequency(node) + best[j + 1];
                    // Of two that are as probable the longer one, as jieba has it.
                    if (other >= score) {
                        score = other;
                        ends[i] = from + j + 1;
                    }
                }
                node = j + 1 < length ? dictionary.next(node, text[from + j + 1]) : 0;
            }
            if (score == Double.NEGATIVE_INFINITY) {
                score = unknown + best[i + 1];
                ends[i] = from + i + 1;
            }
            best[i] = score;
        }
        return ends;
    }

    /** Characters one after another that are words by themselves on the best way. */
    private void cutSingles(int from, int to) {
        if (to - from <= 1 || isWord(from, to)) {
            for (int i = from; i < to; i++) {
                words.add(i, i + 1);
            }
            return;
        }
        int i = from;
        while (i < to) {
            int start = i;
            if (isHan(text[i])) {
                while (i < to && isHan(text[i])) {
                    i++;
                }
                UnknownWords.split(text, start, i, words);
            } else {
                while (i < to && !isHan(text[i])) {
                    i++;
                }
                cutLatin(start, i);
            }
        }
    }

    private boolean isWord(int from, int to) {
        int node = dictionary.first(text[from]);
        for (int i = from + 1; i < to && node != JiebaDictionary.NONE; i++) {
            node = dictionary.next(node, text[i]);
        }
        return node != JiebaDictionary.NONE && dictionary.isWord(node);
    }

    /** Splits at finalseg's re_skip: letters and digits, a fraction behind them, a percent sign. */
    private void cutLatin(int from, int to) {
        int alone = from;
        for (int i = from; i < to; ) {
            if (!isAlphanumeric(text[i])) {
                i++;
                continue;
            }
            int end = i;
            while (end < to && isAlphanumeric(text[end])) {
                end++;
            }
            int fraction = end + 1;
            while (fraction < to && Character.isDigit(text[fraction])) {
                fraction++;
            }
            if (end < to && text[end] == '.' && fraction > end + 1) {
                end = fraction;
            }
            if (end < to && text[end] == '%') {
                end++;
            }
            addWord(alone, i);
            addWord(i, end);
            alone = end;
            i = end;
        }
        addWord(alone, to);
    }

    private void addWord(int from, int to) {
        if (from < to) {
            words.add(from, to);
        }
    }
}
