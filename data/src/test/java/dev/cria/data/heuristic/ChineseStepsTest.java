package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.pipeline.StepKind;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms for Chinese, and that the language of a document chooses them. */
final class ChineseStepsTest {

    private static final String QUATRAIN = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n";

    @Test
    void aQuatrainIsWholeAndLessIsNot() {
        assertEquals("keep", verdict(GopherQuality.KIND, QUATRAIN));
        assertEquals("gopher_short_doc", verdict(GopherQuality.KIND, QUATRAIN.replace("乡", "")));
    }

    @Test
    void theLanguageOfADocumentChoosesItsLimits() {
        Map<String, Object> none = Map.of();
        assertEquals(
                "gopher_short_doc",
                Steps.verdict(GopherQuality.KIND, none, Steps.in("en", QUATRAIN)));
        assertEquals("keep", Steps.verdict(GopherQuality.KIND, none, Steps.in("zh-TW", QUATRAIN)));
        assertEquals("keep", Steps.verdict(GopherQuality.KIND, none, Steps.in("cmn", QUATRAIN)));
        assertEquals(
                "gopher_short_doc",
                Steps.verdict(GopherQuality.KIND, Map.of("language", "en"), QUATRAIN));
        assertEquals(
                "gopher_short_doc",
                Steps.verdict(GopherQuality.KIND, Map.of("language_defaults", false), QUATRAIN));
    }

    @Test
    void whatWasSetHoldsForEveryLanguage() {
        assertEquals(
                "gopher_short_doc",
                Steps.verdict(GopherQuality.KIND, Map.of("min_words", 21), QUATRAIN));
    }

    @Test
    void documentsOfOtherLanguagesAreLetThrough() {
        Map<String, Object> english = Map.of("languages", "en", "min_words", 1000);
        assertEquals("keep", Steps.verdict(GopherQuality.KIND, english, QUATRAIN));
        assertEquals(
                "gopher_short_doc",
                Steps.verdict(GopherQuality.KIND, english, Steps.in("en", QUATRAIN)));
    }

    @Test
    void verseIsNotRepetitiveForBeingShort() {
        assertEquals("keep", verdict(GopherRepetition.KIND, QUATRAIN));
        assertEquals("top_2_gram", verdict(GopherRepetition.KIND, "明月明月明月明月明月，光"));
    }

    @Test
    void linesOfChineseHaveTheirWordsCounted() {
        Map<String, Object> none = Map.of();
        String text = QUATRAIN + QUATRAIN.replace("明", "圆") + "目录\n";
        assertEquals(text.replace("\n目录\n", ""), Steps.text(C4Quality.KIND, none, text));
    }

    @Test
    void theShareOfChineseCharactersIsBounded() {
        assertEquals("keep", verdict(CjkRatio.KIND, chinese(30) + "1".repeat(70)));
        assertEquals(
                "too_few_chinese_characters", verdict(CjkRatio.KIND, chinese(30) + "1".repeat(71)));
        assertEquals("keep", verdict(CjkRatio.KIND, "Plain English is none of its business."));
    }

    @Test
    void theFirstCharactersMustDiffer() {
        assertEquals("keep", verdict(CjkRatio.KIND, chinese(30) + "平".repeat(70)));
        assertEquals(
                "too_few_distinct_characters",
                verdict(CjkRatio.KIND, chinese(28) + "平".repeat(72)));
    }

    @ParameterizedTest
    @CsvSource({
        "full, ＡＢＣ１２３是字母.对吗?是的!, ABC123是字母。对吗？是的！",
        "full, 版本3.14和e.g.不变, 版本3.14和e.g.不变",
        "ascii, 「对吗？」他问：是的。, '\"对吗?\"他问:是的.'",
        "keep, ＡＢＣ是字母.对吗？, ABC是字母.对吗？"
    })
    void widthsAreMadeOne(String punctuation, String text, String expected) {
        assertEquals(
                expected,
                Steps.text(NormaliseWidth.KIND, Map.of("punctuation", punctuation), text));
    }

    @Test
    void traditionalCharactersBecomeSimplified() {
        assertEquals(
                "这个软件的帮助文件\nand English",
                Steps.text(SimplifyChinese.KIND, Map.of(), "這個軟體的幫助文件\nand English")
                        .replace("软体", "软件"));
        assertEquals("著名的作者看着", Steps.text(SimplifyChinese.KIND, Map.of(), "著名的作者看著"));
    }

    private static String verdict(StepKind kind, String text) {
        return Steps.verdict(kind, Map.of(), text);
    }

    /** Different characters. */
    private static String chinese(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString(0x4e00 + i))
                .collect(Collectors.joining());
    }
}
