package dev.cria.data.safety;

import dev.cria.checkpoints.UserException;
import dev.cria.data.text.Han;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists of words, an entry a line: those that C4 used (LDNOOBW, CC-BY-4.0, see
 * LICENSE-dirty-words.txt) and the user's.
 */
final class WordLists {

    /** Where words stand between spaces, and Chinese. */
    static final List<String> SHIPPED =
            List.of(
                    "ar", "cs", "da", "de", "en", "eo", "es", "fa", "fi", "fil", "fr", "hi", "hu",
                    "it", "ko", "nl", "no", "pl", "pt", "ru", "sv", "tr", "zh");

    /** Those that are taken where a recipe names none. */
    static final List<String> USUAL = List.of("en", "zh");

    private WordLists() {}

    /**
     * The shipped list of a language. Of the Chinese one, entries of a single character, which
     * occur inside innocent words, and entries without a Chinese character ("13.") are left out.
     */
    static List<String> shipped(String language) {
        String name = "dirty-words-" + language + ".txt";
        try (InputStream stream = WordLists.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return entries(text.lines())
                    .filter(entry -> !language.equals("zh") || isChineseWord(entry))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list in a file; blank lines and what begins with # are left out. */
    static List<String> read(Path file) {
        try (Stream<String> lines = Files.readAllLines(file).stream()) {
            return entries(lines).toList();
        } catch (MalformedInputException e) {
            throw new UserException(file + ": is no text in UTF-8; expected one entry a line", e);
        } catch (IOException e) {
            throw new UserException(
                    file + ": cannot be read; expected one entry a line: " + e.getMessage(), e);
        }
    }

    private static Stream<String> entries(Stream<String> lines) {
        return lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    private static boolean isChineseWord(String entry) {
        return entry.codePointCount(0, entry.length()) >= 2
                && entry.codePoints().anyMatch(Han::isHan);
    }
}
