package dev.cria.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordDefinitionTest {

    @ParameterizedTest
    @CsvSource({
        "whitespace, en, 'Don''t (just) stop!', Don't|(just)|stop!",
        "segmented, en, 'Don''t (just) stop!', Don't|just|stop",
        "datatrove, en, 'Don''t (just) stop!', Do|n't|(|just|)|stop|!",
        "datatrove, en, 'e.g. 5km to http://a.example/x?y; well-known :)',"
                + " e.g.|5|km|to|http://a.example/x?y|;|well|-|known|:)",
        "segmented, zh, 我来到北京清华大学。, 我|来到|北京|清华大学",
        "datatrove, zh, 我来到北京清华大学。, 我|来到|北京|清华大学|。",
        "characters, zh, 北京 has 2 airports。, 北|京|has|2|airports",
        "segmented, th, สวัสดีครับ, สวัสดี|ครับ"
    })
    void eachHasWordsOfItsOwn(String label, String language, String text, String expected) {
        Words words = WordDefinition.of(label).words(language).of(text);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            found.add(words.get(i));
        }
        assertEquals(expected, String.join("|", found));
    }

    @ParameterizedTest
    @CsvSource({
        "whitespace, en, It ends. 3.14 does not! “Does it?” Yes",
        "segmented, en, It ends. 3.14 does not! “Does it?” Yes",
    })
    void sentencesEndWhereTheyShould(String label, String language, String text) {
        char[] chars = text.toCharArray();
        Spans spans = WordDefinition.of(label).sentences(language, chars, 0, chars.length);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            found.add(text.substring(spans.start(i), spans.end(i)));
        }
        assertEquals(List.of("It ends.", "3.14 does not!", "“Does it?”", "Yes"), found);
    }

    @Test
    void wordsOfAnotherProgramAreFoundInTheirOrder() {
        Words words = Words.of("a bb a", List.of("a", "bb", "a"));
        assertEquals(5, words.start(2));
        assertEquals(6, words.end(2));
    }
}
