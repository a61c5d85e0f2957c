package dev.cria.data.batch;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Documents one after another, without padding, as the model takes them in.
 *
 * @param ids token ids, one per position of the batch
 * @param positions place of each token in its document, from 0
 * @param segments which tokens see which
 * @param rows positions whose output predicts a token that carries loss; may repeat where two
 *     answers share their prompt. Of answers that are scored, their last tokens
 * @param targets the token that each of {@code rows} has to predict; of no meaning for scores
 * @param targetWeights how much each of {@code targets} counts; 1 unless the data set says
 *     otherwise, and 0 for tokens of the format within answers that are compared
 * @param owners the answer (0, 1, …) that each of {@code rows} belongs to
 * @param numAnswers how many answers there are; a training document counts as one
 * @param origins file and row of each document, for error messages
 */
public record Batch(
        int[] ids,
        int[] positions,
        List<Segment> segments,
        int[] rows,
        int[] targets,
        float[] targetWeights,
        int[] owners,
        int numAnswers,
        List<String> origins) {

    /** Number of tokens that the model runs over. */
    public int numTokens() {
        return ids.length;
    }

    /** Number of tokens that carry loss. */
    public int numTargets() {
        return targets.length;
    }

    /** How many answers each prompt has, in the order of the batch; none for whole texts. */
    public int[] answersByPrompt() {
        return segments.stream()
                .filter(segment -> segment.prefixLength() > 0)
                .collect(
                        Collectors.groupingBy(
                                Segment::prefixStart, TreeMap::new, Collectors.counting()))
                .values()
                .stream()
                .mapToInt(Long::intValue)
                .toArray();
    }

    /** Sum of {@code targetWeights}. */
    public double targetWeight() {
        double sum = 0;
        for (float weight : targetWeights) {
            sum += weight;
        }
        return sum;
    }
}
