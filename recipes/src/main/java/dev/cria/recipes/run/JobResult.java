package dev.cria.recipes.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stage has to say at the end: labels and values, in order.
 *
 * @param facts for the table on the console and in the report
 */
public record JobResult(Map<String, String> facts) {

    /** Facts from labels and values in turn. */
    public static JobResult of(String... labelsAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            facts.put(labelsAndValues[i], labelsAndValues[i + 1]);
        }
        return new JobResult(facts);
    }

    /** The same and one fact more. */
    JobResult with(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(label, value);
        return new JobResult(more);
    }
}
