package dev.cria.data.safety.code;

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

final class InsecureCodeFilterTest {

    private static final String INSECURE = "```python\neval(input())\nhashlib.md5(x)\n```\n";

    private static Outcome apply(Map<String, ?> given, String text) {
        DocumentStep step =
                (DocumentStep)
                        InsecureCodeFilter.KIND
                                .make()
                                .apply(
                                        Arguments.of(
                                                InsecureCodeFilter.KIND, given, Path.of("."), 1));
        return step.apply(DocumentView.of(Document.of("id", text, "test")));
    }

    @Test
    void aDocumentWithInsecureCodeIsDroppedWithTheFirstReason() {
        Outcome.Dropped dropped =
                assertInstanceOf(Outcome.Dropped.class, apply(Map.of(), INSECURE));
        assertEquals("insecure_code", dropped.reason());
        assertTrue(dropped.detail().startsWith("CWE-95 python-eval (line 2"), dropped::detail);
        assertInstanceOf(Outcome.Kept.class, apply(Map.of(), "eval(input())"));
        assertInstanceOf(Outcome.Kept.class, apply(Map.of("min_findings", 3L), INSECURE));
    }

    @Test
    void weaknessesAreNotedWhereNothingIsDropped() {
        Outcome.Kept kept =
                assertInstanceOf(Outcome.Kept.class, apply(Map.of("drop", false), INSECURE));
        assertEquals("CWE-95,CWE-327", kept.view().document().meta().get(InsecureCodeFilter.META));
    }

    @Test
    void wholeDocumentsAreCodeWhereTheLanguageIsNamed() {
        assertInstanceOf(
                Outcome.Dropped.class, apply(Map.of("language", "c"), "int f() { gets(x); }"));
        assertInstanceOf(Outcome.Kept.class, apply(Map.of("language", "go"), "gets(x)"));
    }

    @Test
    void ignoringWhatIsNotThereIsAMistake() {
        UserException wrong =
                assertThrows(
                        UserException.class,
                        () -> apply(Map.of("ignored", List.of("CWE-1")), INSECURE));
        assertTrue(wrong.getMessage().contains("CWE-327"), wrong::getMessage);
    }
}
