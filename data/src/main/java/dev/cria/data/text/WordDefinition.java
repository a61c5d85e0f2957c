package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What counts as a word. Filters that count words say very different things by each. */
public enum WordDefinition {

    /** What stands between white space, which is Gopher's and Dolma's reading. */
    WHITESPACE {
        @Override
        public Feature<Words> words(String language) {
            return WhitespaceWords.FEATURE;
        }

        @Override
        public Spans sentences(String language, char[] text, int from, int to) {
            return SentenceRule.of(text, from, to);
        }
    },

    /** Words of the language, by rules of Unicode and dictionaries, without punctuation. */
    SEGMENTED {
        @Override
        public Feature<Words> words(String language) {
            return DatatroveWords.isChinese(language) ? SegmentedWords.CHINESE : SegmentedWords.ANY;
        }

        @Override
        public Spans sentences(String language, char[] text, int from, int to) {
            return SegmentedWords.sentences(text, from, to);
        }
    },

    /** Chinese characters one by one, and runs of other letters and digits. */
    CHARACTERS {
        @Override
        public Feature<Words> words(String language) {
            return CharacterWords.FEATURE;
        }

        @Override
        public Spans sentences(String language, char[] text, int from, int to) {
            return SentenceRule.of(text, from, to);
        }
    },

    /** What datatrove counts: the tokens of spaCy's tokenizer, punctuation among them. */
    DATATROVE {
        @Override
        public Feature<Words> words(String language) {
            return DatatroveWords.isChinese(language)
                    ? DatatroveWords.CHINESE
                    : DatatroveWords.ENGLISH;
        }

        @Override
        public Spans sentences(String language, char[] text, int from, int to) {
            return DatatroveWords.sentences(language, text, from, to);
        }
    };

    /** The words of texts in a language, an ISO 639-1 code. */
    public abstract Feature<Words> words(String language);

    /** The sentences of a stretch of a text in a language. */
    public abstract Spans sentences(String language, char[] text, int from, int to);

    /** How recipes name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How recipes name them. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(WordDefinition::label).toList();
    }

    /** The one with a name that recipes use. */
    public static WordDefinition of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
