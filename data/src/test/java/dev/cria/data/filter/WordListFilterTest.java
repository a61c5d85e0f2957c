package dev.cria.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WordListFilterTest {

    @Test
    void englishEntriesMatchWholeWordsInAnyCase() {
        assertEquals("listed-word-en", verdict("Oh SHIT, he said."));
        assertEquals("listed-word-en", verdict("shit"));
        assertEquals("keep", verdict("shitake mushrooms"));
        assertEquals("keep", verdict("an assassin in a classic"));
    }

    @Test
    void entriesOfSeveralWordsMatchAsAWhole() {
        assertEquals("listed-word-en", verdict("the alabama hot pocket is listed"));
        assertEquals("keep", verdict("an alabama hot plate is not"));
    }

    @Test
    void chineseEntriesMatchInsideText() {
        assertEquals("listed-word-zh", verdict("这是一个色情网站"));
    }

    @Test
    void aSingleChineseCharacterIsNoMatch() {
        // The list has the character for milk and breast by itself.
        assertEquals("keep", verdict("乳燕飞华屋，悄无人、桐阴转午。"));
    }

    @Test
    void chineseEntriesWithoutAChineseCharacterAreNoMatch() {
        assertEquals("keep", verdict("The amendment numbered 13. was agreed to."));
    }

    @Test
    void allowedEntriesAreNoMatch() {
        String text = "the dick of Moby-Dick";
        assertEquals("listed-word-en", verdict(text));
        DocumentFilter lenient = new WordListFilter(Set.of("dick"));
        assertEquals("keep", lenient.reasonToDrop(document(text)).orElse("keep"));
    }

    private static String verdict(String text) {
        return new WordListFilter(Set.of()).reasonToDrop(document(text)).orElse("keep");
    }

    private static Document document(String text) {
        return Document.of("1", text, "test");
    }
}
