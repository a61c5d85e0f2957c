package dev.cria.data.text;

import java.util.List;

/** The words of a text in its order, as offsets. */
public final class Words {

    private final char[] text;
    private final Spans spans;

    /** These stretches are the words. */
    public Words(char[] text, Spans spans) {
        this.text = text;
        this.spans = spans;
    }

    /**
     * Words that another program has found.
     *
     * @throws IllegalArgumentException if one does not follow the others in the text
     */
    public static Words of(String text, List<String> words) {
        Spans spans = new Spans(words.size() + 1);
        int end = 0;
        for (String word : words) {
            int start = text.indexOf(word, end);
            if (start < 0) {
                throw new IllegalArgumentException("word '" + word + "' is not behind " + end);
            }
            end = start + word.length();
            spans.add(start, end);
        }
        return new Words(text.toCharArray(), spans);
    }

    /** How many there are. */
    public int size() {
        return spans.size();
    }

    /** Where a word begins. */
    public int start(int i) {
        return spans.start(i);
    }

    /** Where a word ends: behind its last character. */
    public int end(int i) {
        return spans.end(i);
    }

    /** The characters of the text, not to be changed. */
    public char[] text() {
        return text;
    }

    /** A word. */
    public String get(int i) {
        return new String(text, spans.start(i), spans.end(i) - spans.start(i));
    }

    /** The length of a word in code points. */
    public int length(int i) {
        int start = spans.start(i);
        int end = spans.end(i);
        int length = end - start;
        for (int j = start; j < end; j++) {
            if (Character.isLowSurrogate(text[j])) {
                length--;
            }
        }
        return length;
    }

    /** Whether a word holds a character of any of these {@link CharacterClasses}. */
    public boolean holds(int i, int classes) {
        return holds(i, classes, false);
    }

    /** Whether a word holds a character of none of these {@link CharacterClasses}. */
    public boolean holdsOther(int i, int classes) {
        return holds(i, classes, true);
    }

    private boolean holds(int i, int classes, boolean other) {
        int end = spans.end(i);
        for (int j = spans.start(i); j < end; ) {
            int codePoint = Character.codePointAt(text, j, end);
            boolean isOfThese = (CharacterClasses.of(codePoint) & classes) != 0;
            if (isOfThese != other) {
                return true;
            }
            j += Character.charCount(codePoint);
        }
        return false;
    }
}
