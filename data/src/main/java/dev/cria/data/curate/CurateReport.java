package dev.cria.data.curate;

import java.util.List;
import java.util.Map;

/**
 * The funnel of a run, also written as {@code funnel.json}.
 *
 * @param badRows rows that could not be read; not part of {@code documentsIn}
 * @param charactersIn in Unicode code points
 * @param charactersKept in Unicode code points
 * @param steps in the order in which they were applied
 * @param results what steps have found out, by their names
 */
public record CurateReport(
        long documentsIn,
        long documentsKept,
        long charactersIn,
        long charactersKept,
        long badRows,
        List<StepCount> steps,
        Map<String, Map<String, String>> results) {}
