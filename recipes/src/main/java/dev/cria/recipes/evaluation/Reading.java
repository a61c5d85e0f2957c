package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.batch.Continuations;
import dev.cria.data.batch.SharedPrefixes;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.data.evaluation.TextSizes;
import dev.cria.trainer.evaluate.ContinuationScores;
import java.util.ArrayList;
import java.util.List;

/** How likely whole texts are, by windows that predict each token once. */
record Reading(Examinee examinee) implements Answering {

    @Override
    public void answer(List<TaskItem> items, int from, int to, SampleLog log, Runnable onBatch) {
        int first = from;
        while (first < to) {
            List<Continuations> windows = new ArrayList<>();
            List<Integer> owners = new ArrayList<>();
            int tokens = 0;
            int end = first;
            while (end < to && (end == first || tokens < examinee.batchTokens())) {
                for (Continuations window : examinee.tokens().windows(items.get(end))) {
                    windows.add(window);
                    owners.add(end - first);
                    tokens += window.texts().get(0).length;
                }
                end++;
            }
            boolean missing = false;
            for (int i = first; i < end; i++) {
                missing |= !log.has(i);
            }
            if (missing) {
                read(items, first, end, windows, owners, log);
                onBatch.run();
            }
            first = end;
        }
    }

    private void read(
            List<TaskItem> items,
            int first,
            int end,
            List<Continuations> windows,
            List<Integer> owners,
            SampleLog log) {
        double[] sums = new double[end - first];
        int[] tokens = new int[end - first];
        int from = 0;
        for (int to : SharedPrefixes.cuts(windows, examinee.batchTokens())) {
            List<double[]> found =
                    ContinuationScores.of(examinee.policy(), windows.subList(from, to));
            for (int i = from; i < to; i++) {
                sums[owners.get(i)] += found.get(i - from)[0];
                tokens[owners.get(i)] += windows.get(i).scored().get(0);
            }
            from = to;
        }
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = first; i < end; i++) {
            TextSizes sizes = TextSizes.of(items.get(i).prompt());
            lines.add(
                    log.line(i)
                            .put("logprob", sums[i - first])
                            .put("tokens", tokens[i - first])
                            .put("words", sizes.words())
                            .put("bytes", sizes.bytes())
                            .put("chars", sizes.characters()));
        }
        log.add(lines);
    }
}
