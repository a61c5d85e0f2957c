package dev.cria.data.text;

/**
 * Sentences by their last characters: a full stop or its like, with the closing quotes and brackets
 * behind it, before white space; those of East Asia end a sentence whatever follows.
 */
final class SentenceRule {

    private static final int FIRST_EAST_ASIAN = 0x2e80;

    private SentenceRule() {}

    static Spans of(char[] text, int from, int to) {
        Spans sentences = new Spans(16);
        int start = Space.stripStart(text, from, to);
        for (int i = start; i < to; i++) {
            if ((CharacterClasses.of(text[i]) & CharacterClasses.SENTENCE_END) == 0) {
                continue;
            }
            int end = i + 1;
            while (end < to && closes(text[end])) {
                end++;
            }
            if (end == to || Space.isSpace(text[end]) || text[i] >= FIRST_EAST_ASIAN) {
                sentences.add(start, end);
                start = Space.stripStart(text, end, to);
            }
            i = Math.max(end, start) - 1;
        }
        if (start < to) {
            sentences.add(start, Space.stripEnd(text, start, to));
        }
        return sentences;
    }

    /** What may stand between the end of a sentence and the next one. */
    private static boolean closes(char c) {
        return (CharacterClasses.of(c) & CharacterClasses.SENTENCE_END) != 0
                || switch (Character.getType(c)) {
                    case Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
                    default -> c == '"' || c == '\'';
                };
    }
}
