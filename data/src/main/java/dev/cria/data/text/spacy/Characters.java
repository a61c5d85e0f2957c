package dev.cria.data.text.spacy;

import dev.cria.data.text.CharacterClasses;

/** The classes of the characters around a place, none of which lies outside a stretch. */
final class Characters {

    private Characters() {}

    /** The classes of the character that begins at a place, 0 at the end. */
    static int at(char[] text, int position, int to) {
        return position < to ? CharacterClasses.of(codePoint(text, position, to)) : 0;
    }

    /** The classes of the character that ends at a place, 0 at the beginning. */
    static int before(char[] text, int from, int position) {
        return position > from
                ? CharacterClasses.of(Character.codePointBefore(text, position, from))
                : 0;
    }

    /** How many units the character at a place has. */
    static int units(char[] text, int position, int to) {
        return Character.charCount(codePoint(text, position, to));
    }

    private static int codePoint(char[] text, int position, int to) {
        return Character.codePointAt(text, position, to);
    }
}
