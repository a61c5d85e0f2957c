package dev.cria.data.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {

    private static final StepKind KIND =
            new StepKind(
                    "some_step",
                    "for tests",
                    List.of(
                            Parameter.integer("min_words", 50, "fewest words"),
                            Parameter.number("max_share", 0.1, "largest share").between(0, 1),
                            Parameter.flag("strict", false, "whether to be strict"),
                            Parameter.choice("words", "icu", List.of("icu", "space"), "of words"),
                            Parameter.list("markers", List.of("-"), "of lists"),
                            Parameter.path("list", "a list")),
                    arguments -> (DocumentStep) Outcome::keep);

    private static Arguments of(Map<String, ?> given) {
        return Arguments.of(KIND, given, Path.of("recipes"), 7);
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Arguments arguments = of(Map.of());
        assertEquals(50, arguments.integer("min_words"));
        assertEquals(0.1, arguments.number("max_share"));
        assertEquals("icu", arguments.text("words"));
        assertEquals(List.of("-"), arguments.list("markers"));
        assertNull(arguments.path("list"));
    }

    @Test
    void whatIsGivenCounts() {
        Arguments arguments =
                of(Map.of("min_words", 3, "max_share", 1, "markers", "*", "list", "a.txt"));
        assertEquals(3, arguments.integer("min_words"));
        assertEquals(1.0, arguments.number("max_share"));
        assertEquals(List.of("*"), arguments.list("markers"));
        assertEquals(Path.of("recipes", "a.txt"), arguments.path("list"));
    }

    @Test
    void whatIsWrongIsNamed() {
        for (Map<String, ?> wrong :
                List.of(
                        Map.of("min_words", 1.5),
                        Map.of("max_share", 2),
                        Map.of("strict", "yes"),
                        Map.of("words", "spaces"),
                        Map.of("min_wrods", 3))) {
            String message = assertThrows(UserException.class, () -> of(wrong)).getMessage();
            String name = wrong.keySet().iterator().next();
            assertTrue(message.contains("some_step") && message.contains(name), message);
        }
    }
}
