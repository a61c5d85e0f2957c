package dev.cria.data.curate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cria.data.quality.QualityMetrics;
import java.util.List;

/**
 * The funnel of a run, also written as {@code funnel.json}.
 *
 * @param badRows rows that could not be read; not part of {@code documentsIn}
 * @param badRowExamples the first of them, as file:row: problem
 * @param charactersIn in Unicode code points
 * @param charactersKept in Unicode code points
 * @param steps in the order in which they were applied
 * @param quality how good the classifier is; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CurateReport(
        long documentsIn,
        long documentsKept,
        long charactersIn,
        long charactersKept,
        long badRows,
        List<String> badRowExamples,
        List<StepCount> steps,
        QualityMetrics quality) {}
