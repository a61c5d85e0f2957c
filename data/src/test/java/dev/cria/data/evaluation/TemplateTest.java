package dev.cria.data.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {

    private static final TaskRow ROW =
            new TaskRow(
                    Map.of(
                            "question",
                            " What is {{x}}? ",
                            "Incorrect Answer 1",
                            "no",
                            "choices",
                            List.of("a [title] b", "c  d"),
                            "packed",
                            "[\"e\", \"f\"]",
                            "nested",
                            Map.of("stem", "why", "all", List.of(Map.of("text", "g"))),
                            "number",
                            7),
                    "file.jsonl:3");

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "'Q: {{question | strip}}'>'Q: What is {{x}}?'",
                "'{{ Incorrect Answer 1 }}'>'no'",
                "'{{choices[1]}}{{number}}'>'c  d7'",
                "'{{packed[0]}}'>'e'",
                "'{{nested.stem | capitalize}}'>'Why'",
                "'{{nested.all[0].text}}'>'g'",
                "'{{nested.all.text}}'>'[g]'",
                "'no place } }} {'>'no place } }} {'",
            })
    void placesAreFilledOnce(String template, String expected) {
        assertEquals(expected, Template.of(template).fill(ROW));
    }

    @Test
    void filtersOfAListWorkOnEachOfItsTexts() {
        assertEquals(List.of("a. b", "c d"), Template.of("{{choices | wikihow}}").list(ROW));
        assertEquals(List.of("e", "f"), Template.of("{{packed}}").list(ROW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{question", "{{ }}", "{{question | shout}}"})
    void wrongTemplatesAreRefusedWhenTheyAreRead(String template) {
        assertThrows(UserException.class, () -> Template.of(template));
    }

    @Test
    void aFieldThatIsMissingIsNamedWithItsRow() {
        UserException missing =
                assertThrows(UserException.class, () -> Template.of("{{answr}}").fill(ROW));
        assertTrue(missing.getMessage().startsWith("file.jsonl:3: has no 'answr'; it has "));
    }
}
