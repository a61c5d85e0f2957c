package dev.cria.trainer.generate;

import dev.cria.trainer.pass.PagedStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out the rows of a step so that those that attend to the same pages lie beside each other:
 * texts are sorted by their pages, and share those of a common beginning.
 */
final class StepBuilder {

    /** Fewer pages of a single row are not worth a product of their own. */
    private static final int LEAST_BLOCK = 4;

    private final int pageTokens;
    private final List<RowRun> runs;
    private final int[] firstRows;
    private final List<long[]> blocks = new ArrayList<>();
    private final List<long[]> singles = new ArrayList<>();

    private StepBuilder(List<RowRun> runs, int pageTokens) {
        this.pageTokens = pageTokens;
        this.runs = runs;
        this.firstRows = new int[runs.size() + 1];
        for (int i = 0; i < runs.size(); i++) {
            firstRows[i + 1] = firstRows[i] + runs.get(i).count();
        }
    }

    /** Texts in the order in which {@link #build} wants them. */
    static List<RowRun> sorted(List<RowRun> runs) {
        return runs.stream()
                .sorted(
                        Comparator.comparingInt(RowRun::adapter)
                                .thenComparing(r -> r.sequence().pages(), IntList::compareTo))
                .toList();
    }

    /** The step of sorted texts. */
    static PagedStep build(List<RowRun> sorted, int pageTokens) {
        StepBuilder builder = new StepBuilder(sorted, pageTokens);
        builder.group(0, sorted.size(), 0);
        return builder.step();
    }

    private int lastPage(int run) {
        return (runs.get(run).end() - 1) / pageTokens;
    }

    /** Pages from {@code depth} on of texts that share all before. */
    private void group(int from, int to, int depth) {
        int low = from;
        int at = depth;
        while (low < to) {
            if (to - low == 1) {
                alone(low, at);
                return;
            }
            if (lastPage(low) < at) {
                low++;
            } else if (runs.get(low).page(at) == runs.get(to - 1).page(at)) {
                block(runs.get(low).page(at), 1, firstRows[low], firstRows[to], -1);
                at++;
            } else {
                split(low, to, at);
                return;
            }
        }
    }

    private void split(int from, int to, int depth) {
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || runs.get(i).page(depth) != runs.get(start).page(depth)) {
                group(start, i, depth);
                start = i;
            }
        }
    }

    /** Pages that only one text has. */
    private void alone(int run, int depth) {
        int at = depth;
        while (at <= lastPage(run)) {
            int first = Math.max(runs.get(run).from(), at * pageTokens);
            int rows = runs.get(run).end() - first;
            if (rows == 1) {
                aloneInRow(run, at);
                return;
            }
            boolean partly = first < (at + 1) * pageTokens - 1;
            int row = firstRows[run] + first - runs.get(run).from();
            block(runs.get(run).page(at), 1, row, row + rows, partly ? at * pageTokens : -1);
            at++;
        }
    }

    /** Full pages that lie one after another together, and the rest singly. */
    private void aloneInRow(int run, int depth) {
        RowRun text = runs.get(run);
        int row = firstRows[run + 1] - 1;
        int full = text.end() / pageTokens;
        int at = depth;
        while (at < full) {
            int end = at + 1;
            while (end < full && text.page(end) == text.page(end - 1) + 1) {
                end++;
            }
            if (end - at < LEAST_BLOCK) {
                break;
            }
            block(text.page(at), end - at, row, row + 1, -1);
            at = end;
        }
        for (; at <= lastPage(run); at++) {
            singles.add(new long[] {text.page(at), row, (long) at * pageTokens});
        }
    }

    /** Adds a block, or makes the last one longer. */
    private void block(int page, int count, int row, int endRow, int start) {
        long[] last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        boolean continues =
                last != null
                        && start < 0
                        && last[4] < 0
                        && last[0] + last[1] == page
                        && last[2] == row
                        && last[3] == endRow - row;
        if (continues) {
            last[1] += count;
        } else {
            blocks.add(new long[] {page, count, row, endRow - row, start});
        }
    }

    private PagedStep step() {
        List<long[]> byRow = List.copyOf(singles);
        singles.sort(Comparator.comparingLong(single -> single[0]));
        return new PagedStep(
                rows((text, position) -> text.sequence().tokens().get(position)),
                rows((text, position) -> position),
                rows(
                        (text, position) ->
                                text.page(position / pageTokens) * pageTokens
                                        + position % pageTokens),
                flat(blocks),
                flat(singles),
                flat(neighbours()),
                byRow.stream().mapToLong(single -> single[1]).distinct().toArray(),
                places(byRow),
                adapters(),
                wanted());
    }

    private interface OfRow {
        int at(RowRun text, int position);
    }

    private int[] rows(OfRow value) {
        return runs.stream()
                .flatMapToInt(
                        text ->
                                IntStream.range(text.from(), text.end())
                                        .map(position -> value.at(text, position)))
                .toArray();
    }

    /** First page and number of singles whose pages lie one after another. */
    private List<long[]> neighbours() {
        List<long[]> found = new ArrayList<>();
        for (long[] single : singles) {
            long[] last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last != null && last[0] + last[1] == single[0]) {
                last[1]++;
            } else {
                found.add(new long[] {single[0], 1});
            }
        }
        return found;
    }

    /** Singles are added row by row, each row's in the order of positions. */
    private long[][] places(List<long[]> byRow) {
        IdentityHashMap<long[], Integer> place = new IdentityHashMap<>();
        singles.forEach(single -> place.put(single, place.size()));
        List<long[]> places = new ArrayList<>();
        int at = 0;
        while (at < byRow.size()) {
            int end = at;
            while (end < byRow.size() && byRow.get(end)[1] == byRow.get(at)[1]) {
                end++;
            }
            places.add(byRow.subList(at, end).stream().mapToLong(place::get).toArray());
            at = end;
        }
        return places.toArray(long[][]::new);
    }

    private long[] adapters() {
        List<long[]> found = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            long[] last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last != null && last[0] == runs.get(i).adapter()) {
                last[2] += runs.get(i).count();
            } else {
                found.add(new long[] {runs.get(i).adapter(), firstRows[i], runs.get(i).count()});
            }
        }
        return flat(found);
    }

    private int[] wanted() {
        return IntStream.range(0, runs.size())
                .filter(i -> runs.get(i).isWanted())
                .map(i -> firstRows[i + 1] - 1)
                .toArray();
    }

    private static long[] flat(List<long[]> rows) {
        return rows.stream().flatMapToLong(Arrays::stream).toArray();
    }
}
