package dev.cria.data.evaluation;

import dev.cria.data.batch.Continuations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A long text in windows in which each token is predicted once, with as much before it as there is
 * room for, at least one token: {@code get_rolling_token_windows} of lm-evaluation-harness 0.4 with
 * {@code context_len=1}.
 */
final class RollingWindows {

    private RollingWindows() {}

    /**
     * The windows, in the order of the text.
     *
     * @param prefix token before the first one
     * @param positions tokens that the model may see
     */
    static List<Continuations> of(int[] ids, int prefix, int positions, String origin) {
        List<Continuations> windows = new ArrayList<>();
        int first = Math.min(positions, ids.length);
        if (first > 0) {
            int[] start = Arrays.copyOf(ids, first);
            int[] text = IntStream.concat(IntStream.of(prefix), IntStream.of(start)).toArray();
            windows.add(Continuations.of(text, first, origin));
        }
        for (int done = first; done < ids.length; ) {
            int count = Math.min(ids.length - done, positions);
            int end = done + count;
            int[] text = Arrays.copyOfRange(ids, Math.max(0, end - positions - 1), end);
            windows.add(Continuations.of(text, count, origin));
            done = end;
        }
        return windows;
    }
}
