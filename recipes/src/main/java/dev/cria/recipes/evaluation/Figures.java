package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.evaluation.AnswerScores;
import dev.cria.data.evaluation.Estimate;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what was found of single questions. */
final class Figures {

    private Figures() {}

    /** The figures by their names. */
    static Map<String, Estimate> of(TaskDefinition task, List<ObjectNode> lines) {
        Map<String, Estimate> figures = new LinkedHashMap<>();
        List<String> names =
                task.kind() == TaskKind.GENERATE ? AnswerScores.names(task) : task.metrics();
        for (String name : names) {
            figures.put(
                    name,
                    task.kind() == TaskKind.PERPLEXITY
                            ? perplexity(name, lines)
                            : Estimate.ofShares(column(lines, name)));
        }
        return figures;
    }

    private static Estimate perplexity(String name, List<ObjectNode> lines) {
        double[] lost = column(lines, "logprob");
        for (int i = 0; i < lost.length; i++) {
            lost[i] = -lost[i];
        }
        Estimate nats =
                Estimate.ofRatio(
                        lost,
                        column(
                                lines,
                                switch (name) {
                                    case "word_perplexity" -> "words";
                                    case "char_perplexity", "bits_per_char" -> "chars";
                                    default -> "bytes";
                                }));
        return name.startsWith("bits") ? nats.times(1 / Math.log(2)) : nats.exp();
    }

    private static double[] column(List<ObjectNode> lines, String name) {
        return lines.stream().mapToDouble(line -> line.path(name).doubleValue()).toArray();
    }
}
