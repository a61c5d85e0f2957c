package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;
import dev.cria.data.text.spacy.SpacyTokenizer;

/** datatrove's {@code split_into_words}: the tokens of spaCy without white space. */
final class DatatroveWords {

    static final Feature<Words> ENGLISH =
            text -> {
                char[] chars = text.toCharArray();
                return new Words(
                        chars,
                        withoutSpace(chars, SpacyTokenizer.tokenize(chars, 0, chars.length)));
            };

    private DatatroveWords() {}

    private static Spans withoutSpace(char[] text, Spans tokens) {
        Spans words = new Spans(tokens.size() + 1);
        for (int i = 0; i < tokens.size(); i++) {
            // A token is white space altogether or not at all.
            if (!Space.isSpace(text[tokens.start(i)])) {
                words.add(tokens.start(i), tokens.end(i));
            }
        }
        return words;
    }
}
