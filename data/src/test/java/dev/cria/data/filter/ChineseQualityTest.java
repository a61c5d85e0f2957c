package dev.cria.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit with a text that just meets it and one that just misses it. */
final class ChineseQualityTest {

    private static final String QUATRAIN = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。";

    @Test
    void keepsAQuatrainAndDropsLess() {
        assertEquals("keep", verdict(QUATRAIN));
        assertEquals("too-few-characters", verdict(QUATRAIN.replace("乡", "")));
    }

    @Test
    void boundsTheLength() {
        assertEquals("keep", verdict(chinese(200_000)));
        assertEquals("too-many-characters", verdict(chinese(200_001)));
    }

    @Test
    void wantsThreeFifthsOfWhatIsVisibleToBeChinese() {
        assertEquals("keep", verdict(chinese(60) + "1".repeat(40)));
        assertEquals("too-little-chinese", verdict(chinese(60) + "1".repeat(41)));
    }

    @Test
    void allowsOneSymbolInTenCharacters() {
        assertEquals("keep", verdict(chinese(100) + "□".repeat(10)));
        assertEquals("too-many-symbols", verdict(chinese(100) + "□".repeat(11)));
    }

    @Test
    void boundsBulletsAndEllipses() {
        String line = chinese(30);
        String bullet = "- " + line + "\n";
        assertEquals("keep", verdict(bullet.repeat(9) + line));
        assertEquals("too-many-bullet-lines", verdict(bullet.repeat(10)));
        String open = line + "……\n";
        String closed = line + "。\n";
        assertEquals("keep", verdict(open.repeat(3) + closed.repeat(7)));
        assertEquals("too-many-ellipsis-lines", verdict(open.repeat(4) + closed.repeat(6)));
    }

    @Test
    void wantsAThirdOfTheFirstHundredCharactersToDiffer() {
        assertEquals("keep", verdict(chinese(30) + "平".repeat(70)));
        assertEquals("too-few-distinct-characters", verdict(chinese(28) + "平".repeat(72)));
    }

    @Test
    void mixedTextIsJudgedByTheScriptOfItsLetters() {
        HeuristicFilter filter = new HeuristicFilter();
        String english = "river ".repeat(10);
        Document mostlyEnglish = Document.of("1", english + chinese(10), "test");
        Document mostlyChinese = Document.of("2", english + chinese(30), "test");
        assertEquals("too-few-words", filter.reasonToDrop(mostlyEnglish).orElse("keep"));
        assertEquals("too-little-chinese", filter.reasonToDrop(mostlyChinese).orElse("keep"));
    }

    /** Different characters, over and over. */
    private static String chinese(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString(0x4e00 + i % 5000))
                .collect(Collectors.joining());
    }

    private static String verdict(String text) {
        return new ChineseQuality().reasonToDrop(Document.of("1", text, "test")).orElse("keep");
    }
}
