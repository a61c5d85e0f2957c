package dev.cria.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays questions with their continuations into batches in which what they have in common stands
 * once: the beginning of all questions of a batch (instructions and worked examples), and of the
 * continuations of a question. The last token of a text, which nothing has to be predicted from, is
 * left out.
 */
public final class SharedPrefixes {

    /** A common beginning of fewer tokens is not worth a run of its own. */
    private static final int WORTH_SHARING = 16;

    private SharedPrefixes() {}

    /**
     * Cuts a list, in its order, where a batch would become longer than {@code maxTokens}, or
     * longer than what comes before and what follows are apart.
     *
     * @return where each batch ends, exclusive, rising; a question that is longer than that has a
     *     batch of its own
     */
    public static List<Integer> cuts(List<Continuations> questions, int maxTokens) {
        List<Integer> ends = new ArrayList<>();
        int common = 0;
        int size = 0;
        int apart = 0;
        int first = 0;
        for (int i = 0; i < questions.size(); i++) {
            Continuations next = questions.get(i);
            int own = tokens(next);
            if (i > first) {
                int[] start = questions.get(first).texts().get(0);
                int less = shared(start, next, common);
                int joined = apart + own - less * (i - first);
                if (joined <= maxTokens && joined <= size + own) {
                    common = less;
                    apart += own;
                    size = joined;
                    continue;
                }
                ends.add(i);
                first = i;
            }
            common = next.common();
            apart = own;
            size = own;
        }
        if (first < questions.size()) {
            ends.add(questions.size());
        }
        return ends;
    }

    /** The batch of questions; each continuation is an answer, in their order. */
    public static Batch batch(List<Continuations> questions) {
        Layout layout = new Layout();
        int[] first = questions.get(0).texts().get(0);
        int common = questions.get(0).common();
        for (Continuations question : questions) {
            common = shared(first, question, common);
        }
        if (questions.size() == 1) {
            common = 0;
        }
        Run prefix = layout.append(first, 0, common, null);
        questions.forEach(question -> layout.add(question, prefix));
        return layout.build();
    }

    private static int shared(int[] start, Continuations next, int most) {
        int common = Continuations.commonStart(start, next.texts().get(0), next.common());
        common = Math.min(common, most);
        return common < WORTH_SHARING ? 0 : common;
    }

    /** Tokens of a question on its own. */
    private static int tokens(Continuations question) {
        int common = question.common();
        return common
                + IntStream.range(0, question.texts().size())
                        .map(i -> question.inputs(i) - common)
                        .sum();
    }

    /**
     * A run of tokens in the batch.
     *
     * @param from its first token's place in its text
     * @param start its first token's place in the batch
     * @param parent what it continues; null for the beginning of a text
     */
    private record Run(int from, int start, int length, Run parent) {

        /** Where a place of the text stands in the batch. */
        int row(int position) {
            return position >= from ? start + position - from : parent.row(position);
        }

        int end() {
            return from + length;
        }
    }

    /** A batch as it grows. */
    private static final class Layout {

        private final List<Segment> segments = new ArrayList<>();
        private final List<String> origins = new ArrayList<>();
        private final IntStream.Builder ids = IntStream.builder();
        private final IntStream.Builder positions = IntStream.builder();
        private final IntStream.Builder rows = IntStream.builder();
        private final IntStream.Builder targets = IntStream.builder();
        private final IntStream.Builder owners = IntStream.builder();
        private int numTokens;
        private int numTargets;
        private int numAnswers;

        /**
         * Adds tokens {@code from} to {@code to} of a text; answers the parent if there are none.
         */
        Run append(int[] text, int from, int to, Run parent) {
            if (to <= from) {
                return parent;
            }
            Run run = new Run(from, numTokens, to - from, parent);
            segments.add(
                    parent == null
                            ? Segment.of(run.start(), run.length())
                            : new Segment(
                                    run.start(), run.length(), parent.start(), parent.length()));
            for (int i = from; i < to; i++) {
                ids.add(text[i]);
                positions.add(i);
            }
            numTokens += run.length();
            return run;
        }

        void add(Continuations question, Run prefix) {
            int begun = prefix == null ? 0 : prefix.end();
            Run stem = append(question.texts().get(0), begun, question.common(), prefix);
            int shared = stem == null ? 0 : stem.end();
            for (int i = 0; i < question.texts().size(); i++) {
                int[] text = question.texts().get(i);
                Run end = append(text, shared, text.length - 1, stem);
                for (int at = text.length - question.scored().get(i); at < text.length; at++) {
                    rows.add(end.row(at - 1));
                    targets.add(text[at]);
                    owners.add(numAnswers);
                    numTargets++;
                }
                numAnswers++;
            }
            origins.add(question.origin());
        }

        Batch build() {
            float[] weights = new float[numTargets];
            java.util.Arrays.fill(weights, 1);
            return new Batch(
                    ids.build().toArray(),
                    positions.build().toArray(),
                    List.copyOf(segments),
                    rows.build().toArray(),
                    targets.build().toArray(),
                    weights,
                    owners.build().toArray(),
                    numAnswers,
                    List.copyOf(origins));
        }
    }
}
