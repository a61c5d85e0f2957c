package dev.cria.recipes.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

    @Test
    void chineseTakesTwoColumnsAndCombiningMarksNone() {
        assertEquals(4, Columns.width("你好"));
        assertEquals(2, Columns.width("ab"));
        assertEquals(2, Columns.width("。"));
        assertEquals(2, Columns.width("😀"));
        assertEquals(1, Columns.width("e\u0301"));
        assertEquals("你好  |", Columns.pad("你好", 6) + "|");
    }

    @Test
    void textIsBrokenAtSpacesAndChineseAnywhere() {
        assertEquals(
                List.of("one two three four", "five"), Columns.wrap("one two three four five", 20));
        assertEquals(List.of("床前明月光疑是地上霜", "举"), Columns.wrap("床前明月光疑是地上霜举", 21));
        assertEquals(
                List.of("abcdefghijklmnopqrst", "uv"), Columns.wrap("abcdefghijklmnopqrstuv", 20));
        assertEquals(List.of("a", "b"), Columns.wrap("a\nb", 10));
        assertEquals(List.of(""), Columns.wrap("", 10));
    }

    @Test
    void controlCharactersOfAModelDoNotReachTheTerminal() {
        assertEquals("a\uFFFD[2Jb\nc", Printable.of("a\u001b[2Jb\nc"));
    }
}
