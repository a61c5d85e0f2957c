package dev.cria.data.heuristic;

import static dev.cria.data.heuristic.Steps.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarkdownMarkersTest {

    @Test
    void markersGoAndWhatTheyMarkStays() {
        assertEquals(
                lines(
                        "A title",
                        "",
                        "Some bold and plain `x` text with a link and a picture.",
                        "",
                        "one",
                        "two",
                        "",
                        "3. three",
                        "4. four",
                        "",
                        "a quotation"),
                plain(
                        lines(
                                "# A title #",
                                "",
                                "Some **bold** and *plain* `` `x` `` text with [a link](http://a.b)"
                                        + " and ![a picture](c.png).",
                                "",
                                "- one",
                                "- two",
                                "",
                                "3. three",
                                "4. four",
                                "",
                                "> a quotation")));
    }

    @Test
    void codeKeepsItsCharactersAndLosesItsFence() {
        assertEquals(
                lines("Before", "", "", "a = *b;", "  # c", "", "After"),
                plain(lines("Before", "", "```c", "a = *b;", "  # c", "```", "After")));
    }

    @Test
    void tablesLoseTheirRules() {
        assertEquals(lines("a b", "", "1 2"), plain(lines("| a | b |", "|---|---|", "| 1 | 2 |")));
    }

    @Test
    void whatOnlyLooksLikeMarkersStays() {
        String text = lines("2 * 3 * 4 is snake_case_name", "", "1986 was a year - a good one");
        assertEquals(text, plain(text));
    }

    private static String plain(String text) {
        return Steps.text(MarkdownMarkers.KIND, Map.of(), text);
    }
}
