package dev.cria.data.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Classes of characters that the filters of the field speak of, as a bit set for each code point.
 * They are kept in {@code character-classes.txt}, in ranges of hexadecimal code points.
 */
public final class CharacterClasses {

    /** What spaCy splits off in front of a word. */
    public static final int PREFIX = 1;

    /** What spaCy splits off behind a word. */
    public static final int SUFFIX = 1 << 1;

    /** Symbols that stand for themselves wherever they stand. */
    public static final int ICON = 1 << 2;

    /** spaCy's letters, which are those of the scripts that it knows. */
    public static final int ALPHA = 1 << 3;

    /** Lower case, or of a script without case. */
    public static final int LOWER = 1 << 4;

    /** Upper case, or of a script without case. */
    public static final int UPPER = 1 << 5;

    /** Quotation marks and brackets of East Asia. */
    public static final int QUOTE = 1 << 6;

    /** What a full stop that is no part of the word may follow. */
    public static final int BEFORE_DOT = 1 << 7;

    /** Signs of currencies. */
    public static final int CURRENCY = 1 << 8;

    /** What ends a sentence for spaCy's sentencizer. */
    public static final int SENTENCE_END = 1 << 9;

    /** What datatrove takes for punctuation and control characters. */
    public static final int SYMBOL = 1 << 10;

    /** What datatrove takes for the end of a sentence. */
    public static final int TERMINAL = 1 << 11;

    /** Of Unicode's categories P: punctuation. */
    public static final int PUNCTUATION = 1 << 12;

    /** Of Unicode's categories L: letters, as in Python's {@code str.isalpha}. */
    public static final int LETTER = 1 << 13;

    /** 0 to 9. */
    public static final int DIGIT = 1 << 14;

    /** White space, as {@link Space} has it. */
    public static final int SPACE = 1 << 15;

    private static final String[] NAMES = {
        "prefix",
        "suffix",
        "icon",
        "alpha",
        "lower",
        "upper",
        "quote",
        "before-dot",
        "currency",
        "sentence-end",
        "symbol",
        "terminal"
    };

    /** No class has a member above CJK's supplements. */
    private static final int KNOWN = 0x30000;

    private static final char[] TABLE = table();

    private CharacterClasses() {}

    /** The classes of a UTF-16 unit; none for half of a surrogate pair. */
    public static int of(char c) {
        return TABLE[c];
    }

    /** The classes of a code point. */
    public static int of(int codePoint) {
        return codePoint < KNOWN ? TABLE[codePoint] : 0;
    }

    private static char[] table() {
        char[] table = new char[KNOWN];
        for (int c = 0; c < KNOWN; c++) {
            table[c] = (char) ofUnicode(c);
        }
        try (InputStream stream =
                        CharacterClasses.class.getResourceAsStream("character-classes.txt");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            int bit = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    add(table, bit, line);
                } else {
                    bit = 1 << indexOf(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private static int ofUnicode(int c) {
        int bits = 0;
        if (Character.isLetter(c)) {
            bits |= LETTER;
        }
        if (c >= '0' && c <= '9') {
            bits |= DIGIT;
        }
        if (c <= Character.MAX_VALUE && Space.isSpace((char) c)) {
            bits |= SPACE;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    bits | PUNCTUATION;
            default -> bits;
        };
    }

    private static void add(char[] table, int bit, String ranges) {
        for (String range : ranges.strip().split(" ", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16);
            for (int c = first; c <= last; c++) {
                table[c] |= (char) bit;
            }
        }
    }

    private static int indexOf(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("class of characters " + name);
    }
}
