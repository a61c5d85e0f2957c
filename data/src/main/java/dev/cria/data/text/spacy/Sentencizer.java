package dev.cria.data.text.spacy;

import static dev.cria.data.text.CharacterClasses.PUNCTUATION;
import static dev.cria.data.text.CharacterClasses.SENTENCE_END;

import dev.cria.data.text.CharacterClasses;
import dev.cria.data.text.Spans;

/**
 * spaCy's sentencizer: a sentence ends behind a token that is a full stop or its like, and behind
 * the punctuation that follows; the next token, white space too, begins another one.
 */
public final class Sentencizer {

    private Sentencizer() {}

    /** The sentences of tokens: from the first character of the first token to the last's end. */
    public static Spans sentences(char[] text, Spans tokens) {
        Spans sentences = new Spans(16);
        boolean ended = false;
        int first = 0;
        for (int i = 0; i < tokens.size(); i++) {
            boolean ends = endsSentence(text, tokens.start(i), tokens.end(i));
            if (ended && !ends && !isPunctuation(text, tokens.start(i), tokens.end(i))) {
                sentences.add(tokens.start(first), tokens.end(i - 1));
                first = i;
                ended = false;
            }
            ended |= ends;
        }
        if (tokens.size() > 0) {
            sentences.add(tokens.start(first), tokens.end(tokens.size() - 1));
        }
        return sentences;
    }

    private static boolean endsSentence(char[] text, int from, int to) {
        int classes = Characters.at(text, from, to);
        return (classes & SENTENCE_END) != 0 && Characters.units(text, from, to) == to - from;
    }

    private static boolean isPunctuation(char[] text, int from, int to) {
        for (int i = from; i < to; i += Characters.units(text, i, to)) {
            if ((CharacterClasses.of(Character.codePointAt(text, i, to)) & PUNCTUATION) == 0) {
                return false;
            }
        }
        return true;
    }
}
