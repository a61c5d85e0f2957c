package dev.cria.data.curate;

import dev.cria.data.card.CardStats;
import dev.cria.data.document.Document;
import java.util.List;

/**
 * What was made of a batch.
 *
 * @param kept documents for a format that is no lines; empty otherwise
 * @param lines documents as packed lines; empty otherwise
 * @param facts about each document that was kept, as {@link PartFacts} reads them
 * @param dropped documents with their reasons, as packed lines
 * @param badRows rows that held none
 * @param card what was counted for the data card
 */
record BatchResult(
        Tally tally,
        List<Document> kept,
        byte[] lines,
        byte[] facts,
        byte[] dropped,
        List<BadRowNote> badRows,
        CardStats card) {}
