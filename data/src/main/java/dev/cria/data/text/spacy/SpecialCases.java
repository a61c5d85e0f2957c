package dev.cria.data.text.spacy;

import dev.cria.data.text.CharKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that are split in a way of their own or not at all ("don't", "e.g.", ":-)"), from {@code
 * english-exceptions.txt}: one a line, its pieces separated by spaces.
 */
final class SpecialCases {

    private static final CharKeys<int[]> PIECES = new CharKeys<>();
    private static final List<String> WORDS = new ArrayList<>();

    static {
        try (InputStream stream = SpecialCases.class.getResourceAsStream("english-exceptions.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] pieces = line.split(" ", -1);
                int[] lengths = new int[pieces.length];
                for (int i = 0; i < pieces.length; i++) {
                    lengths[i] = pieces[i].length();
                }
                String word = String.join("", pieces);
                PIECES.put(word, lengths);
                WORDS.add(word);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SpecialCases() {}

    /** The lengths of the pieces of a stretch; null if it is no special case. */
    static int[] pieces(char[] text, int from, int to) {
        return PIECES.get(text, from, to);
    }

    /** All of them. */
    static List<String> words() {
        return WORDS;
    }
}
