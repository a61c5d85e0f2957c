package dev.cria.data.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.text.DocumentLanguage;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextSizeTest {

    private static final long SEED = Long.getLong("cria.seed", 20_261_121);

    @Test
    void everyChineseCharacterIsAWordAndItsPunctuationNone() {
        assertEquals(new TextSize(12, 10, 10, true), TextSize.of("春眠不觉晓，处处闻啼鸟。"));
        assertEquals(new TextSize(16, 5, 13, false), TextSize.of("使用 Linux 的，mount"));
        assertEquals(new TextSize(0, 0, 0, false), TextSize.of(""));
        assertEquals(new TextSize(2, 2, 2, true), TextSize.of("𠀀𠀁"));
    }

    @Test
    void withoutChineseAWordIsWhatStandsBetweenWhiteSpace() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        String letters = "aé…’“\"-. \n\t\u00a0\u2028я1😀";
        int[] points = letters.codePoints().toArray();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            int size = random.nextInt(40);
            for (int j = 0; j < size; j++) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            String it = text.toString();
            Words words = WordDefinition.WHITESPACE.words("en").of(it);
            TextSize told = TextSize.of(it);
            assertEquals(words.size(), told.words(), it);
            assertEquals(size, told.characters(), it);
            long inWords = 0;
            for (int j = 0; j < words.size(); j++) {
                inWords += words.length(j);
            }
            assertEquals(inWords, told.inWords(), it);
        }
    }

    @Test
    void aTextIsChineseWhereStepsJudgeItAsChinese() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        String letters = "ab春眠 。1";
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String it = text.toString();
            assertEquals(DocumentLanguage.of(it).equals("zh"), TextSize.of(it).isChinese(), it);
        }
    }
}
