package dev.cria.data.safety.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

final class MaskPiiTest {

    private static final String TEXT = "a@b.org, c@d.org and 8.8.8.8, 13812345678";

    @Test
    void countsAreNotedAndOnlyChosenTypesAreMasked() {
        Document all = mask(Map.of("style", "tags"), TEXT).document();
        assertEquals("<EMAIL>, <EMAIL> and <IPV4>, <PHONE>", all.text());
        assertEquals(Map.of("pii_email", "2", "pii_ipv4", "1", "pii_phone", "1"), all.meta());
        Map<String, ?> phones = Map.of("style", "tags", "types", List.of("phone"));
        assertEquals(TEXT.replace("13812345678", "<PHONE>"), mask(phones, TEXT).text());
        assertEquals(
                "email@example.com, firstname.lastname@example.org and 22.214.171.124, 13812345678",
                mask(Map.of("style", "datatrove"), TEXT).text());
    }

    @Test
    void aTextWithoutAnythingGoesOnAsItIs() {
        DocumentView view = DocumentView.of(Document.of("1", "nothing", "test"));
        assertSame(view, ((Outcome.Kept) step(Map.of()).apply(view)).view());
    }

    @Test
    void aTypeThatTheStyleDoesNotKnowIsRefused() {
        Map<String, ?> given = Map.of("style", "datatrove", "types", List.of("phone"));
        UserException error = assertThrows(UserException.class, () -> step(given));
        assertEquals(
                "step mask_pii: types has 'phone'; this style knows email, ipv4",
                error.getMessage());
    }

    private static DocumentView mask(Map<String, ?> given, String text) {
        DocumentView view = DocumentView.of(Document.of("1", text, "test"));
        return ((Outcome.Kept) step(given).apply(view)).view();
    }

    private static DocumentStep step(Map<String, ?> given) {
        Arguments arguments = Arguments.of(MaskPii.KIND, given, Path.of(""), 0);
        return (DocumentStep) MaskPii.KIND.make().apply(arguments);
    }
}
