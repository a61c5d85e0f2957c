package dev.cria.data.batch;

import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lays examples one after another into a {@link Batch}. */
public final class BatchBuilder {

    private final List<int[]> pieces = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<String> origins = new ArrayList<>();
    private final IntStream.Builder positions = IntStream.builder();
    private final IntStream.Builder rows = IntStream.builder();
    private final IntStream.Builder targets = IntStream.builder();
    private final DoubleStream.Builder weights = DoubleStream.builder();
    private final IntStream.Builder owners = IntStream.builder();
    private int numTokens;
    private int numAnswers;

    /** The batch of documents that do not see each other. */
    public static Batch ofExamples(List<TokenizedExample> examples) {
        BatchBuilder builder = new BatchBuilder();
        examples.forEach(builder::add);
        return builder.build();
    }

    /**
     * The batch of preference pairs. Answer {@code 2 i} is the chosen one of pair {@code i}, answer
     * {@code 2 i + 1} the rejected one; both see the prompt, which stands in the batch once.
     */
    public static Batch ofPairs(List<PreferenceExample> pairs) {
        return ofPairs(pairs, FormatTokens.NONE);
    }

    /**
     * The same; tokens of the format have a weight of 0.
     *
     * @param format which they are
     */
    public static Batch ofPairs(List<PreferenceExample> pairs, FormatTokens format) {
        BatchBuilder builder = new BatchBuilder();
        pairs.forEach(pair -> builder.add(pair, format));
        return builder.build();
    }

    /** The batch of several answers to each prompt, which stands in the batch once. */
    public static Batch ofGroups(List<AnswerGroup> groups) {
        BatchBuilder builder = new BatchBuilder();
        groups.forEach(builder::add);
        return builder.build();
    }

    private void add(AnswerGroup group) {
        int prompt = append(group.prompt(), 0);
        segments.add(Segment.of(prompt, group.prompt().length));
        group.answers()
                .forEach(ids -> answer(ids, prompt, group.prompt().length, FormatTokens.NONE));
        origins.add(group.origin());
    }

    /**
     * The batch of ranked answers, each a row: its last token, where a score is taken. Answers of a
     * prompt follow one another in their order; all see the prompt, which stands in the batch once.
     */
    public static Batch ofRankings(List<RankedExample> rankings) {
        BatchBuilder builder = new BatchBuilder();
        rankings.forEach(builder::add);
        return builder.build();
    }

    private void add(RankedExample ranked) {
        int prompt = append(ranked.prompt(), 0);
        segments.add(Segment.of(prompt, ranked.prompt().length));
        for (int[] ids : ranked.answers()) {
            int start = append(ids, ranked.prompt().length);
            segments.add(new Segment(start, ids.length, prompt, ranked.prompt().length));
            target(start + ids.length - 1, ids[ids.length - 1], 1);
            numAnswers++;
        }
        origins.add(ranked.origin());
    }

    private void add(TokenizedExample example) {
        int start = append(example.ids(), 0);
        segments.add(Segment.of(start, example.ids().length));
        for (int i = 1; i < example.ids().length; i++) {
            if (example.isTarget(i)) {
                target(start + i - 1, example.ids()[i], example.weights()[i]);
            }
        }
        numAnswers++;
        origins.add(example.origin());
    }

    private void add(PreferenceExample pair, FormatTokens format) {
        int prompt = append(pair.prompt(), 0);
        segments.add(Segment.of(prompt, pair.prompt().length));
        answer(pair.chosen(), prompt, pair.prompt().length, format);
        answer(pair.rejected(), prompt, pair.prompt().length, format);
        origins.add(pair.origin());
    }

    private void answer(int[] ids, int prompt, int promptLength, FormatTokens format) {
        boolean[] isFormat = format.in(ids);
        int start = append(ids, promptLength);
        segments.add(new Segment(start, ids.length, prompt, promptLength));
        target(prompt + promptLength - 1, ids[0], isFormat[0] ? 0 : 1);
        for (int i = 1; i < ids.length; i++) {
            target(start + i - 1, ids[i], isFormat[i] ? 0 : 1);
        }
        numAnswers++;
    }

    private void target(int row, int id, float weight) {
        rows.add(row);
        targets.add(id);
        weights.add(weight);
        owners.add(numAnswers);
    }

    private int append(int[] ids, int firstPosition) {
        int start = numTokens;
        pieces.add(ids);
        for (int i = 0; i < ids.length; i++) {
            positions.add(firstPosition + i);
        }
        numTokens += ids.length;
        return start;
    }

    private Batch build() {
        return new Batch(
                pieces.stream().flatMapToInt(IntStream::of).toArray(),
                positions.build().toArray(),
                List.copyOf(segments),
                rows.build().toArray(),
                targets.build().toArray(),
                floats(weights.build().toArray()),
                owners.build().toArray(),
                numAnswers,
                List.copyOf(origins));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
