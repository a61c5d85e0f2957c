package dev.cria.data.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LanguageFilterTest {

    private static final String GERMAN =
            "Alle Menschen haben ein Recht auf Arbeit und auf freie Wahl ihres Berufes.";

    private static Outcome apply(Map<String, ?> given, String text) {
        Arguments arguments = Arguments.of(LanguageFilter.KIND, given, Path.of(""), 1);
        DocumentStep step = (DocumentStep) LanguageFilter.KIND.make().apply(arguments);
        return step.apply(DocumentView.of(Document.of("1", text, "test")));
    }

    @Test
    void theLanguageStaysOnTheDocument() {
        Outcome.Kept kept = assertInstanceOf(Outcome.Kept.class, apply(Map.of(), GERMAN));
        Document document = kept.view().document();
        assertEquals("de", document.language());
        double probability = Double.parseDouble(document.meta().get(LanguageFilter.PROBABILITY));
        assertTrue(probability >= 0.65 && probability <= 1, "probability " + probability);
    }

    @Test
    void otherLanguagesAreDroppedByName() {
        Outcome outcome = apply(Map.of("languages", List.of("en", "zh")), GERMAN);
        assertEquals(Outcome.drop("language", "de"), outcome);
        assertInstanceOf(Outcome.Kept.class, apply(Map.of("languages", "de"), GERMAN));
    }

    @Test
    void whatIsUnsureIsDropped() {
        assertInstanceOf(Outcome.Dropped.class, apply(Map.of(), "123 456"));
        assertInstanceOf(Outcome.Kept.class, apply(Map.of("min_probability", 0), "ok la una"));
    }

    @Test
    void anUnknownLanguageIsRefused() {
        String message =
                assertThrows(UserException.class, () -> apply(Map.of("languages", "xx"), GERMAN))
                        .getMessage();
        assertTrue(message.contains("'xx'") && message.contains(" zh "), message);
    }
}
