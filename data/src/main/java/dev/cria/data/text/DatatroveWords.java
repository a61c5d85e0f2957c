package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;
import dev.cria.data.text.jieba.Jieba;
import dev.cria.data.text.spacy.Sentencizer;
import dev.cria.data.text.spacy.SpacyTokenizer;

/**
 * datatrove's words and sentences: the tokens of spaCy without white space, which it finds by rules
 * for English and by jieba for Chinese, and the sentences of spaCy's sentencizer. Every other
 * language is treated as English.
 */
final class DatatroveWords {

    static final Feature<Words> ENGLISH = text -> words(text.toCharArray(), false);
    static final Feature<Words> CHINESE = text -> words(text.toCharArray(), true);

    private DatatroveWords() {}

    static boolean isChinese(String language) {
        return language.equals("zh");
    }

    static Spans sentences(String language, char[] text, int from, int to) {
        return Sentencizer.sentences(text, tokens(isChinese(language), text, from, to));
    }

    private static Words words(char[] text, boolean isChinese) {
        Spans tokens = tokens(isChinese, text, 0, text.length);
        Spans words = new Spans(tokens.size() + 1);
        for (int i = 0; i < tokens.size(); i++) {
            // A token is white space altogether or not at all.
            if (!Space.isSpace(text[tokens.start(i)])) {
                words.add(tokens.start(i), tokens.end(i));
            }
        }
        return new Words(text, words);
    }

    private static Spans tokens(boolean isChinese, char[] text, int from, int to) {
        return isChinese
                ? withSpace(text, from, to, Jieba.words(text, from, to))
                : SpacyTokenizer.tokenize(text, from, to);
    }

    /** Words and the white space between them, except a single space behind a word. */
    private static Spans withSpace(char[] text, int from, int to, Spans words) {
        Spans tokens = new Spans(words.size() + 8);
        int position = from;
        for (int i = 0; i < words.size(); i++) {
            addGap(position, words.start(i), tokens);
            tokens.add(words.start(i), words.end(i));
            position = words.end(i);
            if (position < to && text[position] == ' ') {
                position++;
            }
        }
        addGap(position, to, tokens);
        return tokens;
    }

    private static void addGap(int from, int to, Spans tokens) {
        if (from < to) {
            tokens.add(from, to);
        }
    }
}
