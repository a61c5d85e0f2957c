package dev.cria.data.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which characters are letters, numbers and white space. Of one fixed version of Unicode (16.0):
 * Java's own tables change with its version, and tokens must not.
 */
final class CharacterClasses {

    static final byte OTHER = 0;
    static final byte LETTER = 1;
    static final byte NUMBER = 2;
    static final byte SPACE = 3;

    private static final byte[] CLASS = read();

    private CharacterClasses() {}

    /** The class of a code point. */
    static byte of(int codePoint) {
        return CLASS[codePoint];
    }

    private static byte[] read() {
        byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                CharacterClasses.class.getResourceAsStream("character-classes.txt"),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    fill(classes, line.split(" ", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static void fill(byte[] classes, String[] range) {
        int first = Integer.parseInt(range[1], 16);
        int last = Integer.parseInt(range[range.length - 1], 16);
        Arrays.fill(classes, first, last + 1, (byte) ("LNS".indexOf(range[0].charAt(0)) + 1));
    }
}
