package dev.cria.data.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.document.Document;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactDedupTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Call me Ishmael. 床前",
                "call ME ishmael. 床前",
                "  Call me\n\nIshmael.\t床前 \n",
                "Call me Ishmael.　床前",
                "Ｃall me Ishmael. 床前"
            })
    void caseSpaceAndWidthMakeNoDifference(String again) {
        ExactDedup dedup = new ExactDedup();
        assertTrue(dedup.reasonToDrop(document("Call me Ishmael. 床前")).isEmpty());
        assertEquals(Optional.of("exact-duplicate"), dedup.reasonToDrop(document(again)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call me Ishmael", "Call meIshmael.", "Call me Ishmael.."})
    void anyOtherDifferenceCounts(String other) {
        ExactDedup dedup = new ExactDedup();
        assertTrue(dedup.reasonToDrop(document("Call me Ishmael.")).isEmpty());
        assertTrue(dedup.reasonToDrop(document(other)).isEmpty());
    }

    @Test
    void theFirstOfManyStays() {
        ExactDedup dedup = new ExactDedup();
        long kept = 0;
        for (int i = 0; i < 3000; i++) {
            kept += dedup.reasonToDrop(document("text " + i % 1000)).isEmpty() ? 1 : 0;
        }
        assertEquals(1000, kept);
    }

    private static Document document(String text) {
        return Document.of("1", text, "test");
    }
}
