package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Drops a document that holds a listed word, as C4 does (Raffel et al. 2020, arXiv:1910.10683,
 * section 2.2) with the same lists (LDNOOBW, CC-BY-4.0). English entries match whole words. Chinese
 * entries match anywhere, because words are not separated; so entries of a single character, which
 * occur inside innocent words, and entries without a Chinese character ("13.") are left out.
 */
public final class WordListFilter implements DocumentFilter {

    private final Phrases english;
    private final Phrases chinese;

    /** Uses the lists without the given entries, which are compared in lower case. */
    public WordListFilter(Set<String> allowed) {
        english = new Phrases(list("en", allowed, word -> true), true);
        chinese = new Phrases(list("zh", allowed, WordListFilter::isChineseWord), false);
    }

    @Override
    public Optional<String> reasonToDrop(Document document) {
        String text = document.text().toLowerCase(Locale.ROOT);
        if (english.occursIn(text)) {
            return Optional.of("listed-word-en");
        }
        return chinese.occursIn(text) ? Optional.of("listed-word-zh") : Optional.empty();
    }

    private static boolean isChineseWord(String word) {
        return word.codePointCount(0, word.length()) >= 2 && Han.count(word) > 0;
    }

    private static List<String> list(
            String language, Set<String> allowed, Predicate<String> isUsed) {
        String name = "listed-words-" + language + ".txt";
        try (InputStream stream = WordListFilter.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(isUsed)
                    .filter(word -> !allowed.contains(word))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
