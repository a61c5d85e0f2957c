package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class DocumentsTest {

    @Test
    void attentionThatGetsCheaperWithTheLengthIsNoPriceOfDocuments() {
        // 1 ms, and 0.4 ms at 2,048 tokens in proportion to the length.
        Row row = Documents.rows(1.4, 1.1, 1.025, 1.00625).get(1);
        assertEquals("1.000", row.value());
        assertTrue(row.reached());
    }

    @Test
    void aPriceOfEachDocumentShowsThoughAttentionSavesMore() {
        Row row = Documents.rows(1.4, 1.1, 1.025, 1.10625).get(1);
        assertEquals("1.099", row.value());
        assertFalse(row.reached());
    }

    @Test
    void manyDocumentsAreComparedWithOne() {
        assertEquals("1.200", Documents.rows(1, 1, 1, 1.2).get(0).value());
    }
}
