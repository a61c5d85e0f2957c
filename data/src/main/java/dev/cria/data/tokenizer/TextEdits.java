package dev.cria.data.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to stretches of a text that do not overlap, made all at once in one copy. */
final class TextEdits {

    private record Edit(int from, int to, String replacement) {}

    private final List<Edit> edits;

    TextEdits() {
        edits = new ArrayList<>();
    }

    /** The same changes, to which others can be added. */
    TextEdits(TextEdits same) {
        edits = new ArrayList<>(same.edits);
    }

    /** Puts text where the characters {@code from} to {@code to}, exclusive, are now. */
    void replace(int from, int to, String replacement) {
        edits.add(new Edit(from, to, replacement));
    }

    /** Puts text before a character. */
    void insert(int at, String more) {
        replace(at, at, more);
    }

    /** Leaves these characters out. */
    void remove(int from, int to) {
        replace(from, to, "");
    }

    /** The characters {@code from} to {@code to} of a text with the changes made. */
    String apply(char[] text, int from, int to) {
        edits.sort(Comparator.comparingInt(Edit::from));
        StringBuilder changed = new StringBuilder(to - from);
        int at = from;
        for (Edit edit : edits) {
            changed.append(text, at, edit.from() - at).append(edit.replacement());
            at = edit.to();
        }
        return changed.append(text, at, to - at).toString();
    }
}
