package dev.cria.recipes.preview;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Segment;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a batch of one row consists of, read from the batch itself.
 *
 * @param tokenizer spells the tokens
 * @param labels what the parts of a row are
 * @param wholes what the row was before anything was cut off
 */
record BatchParts(Tokenizer tokenizer, Labels labels, Wholes wholes) {

    /** How many tokens are shown of those that were cut off. */
    private static final int SHOWN_OF_CUT = 24;

    List<Part> of(Batch batch) {
        float[] weights = weights(batch);
        List<Part> parts = new ArrayList<>();
        int rows = 0;
        int answers = 0;
        for (int i = 0; i < batch.segments().size(); i++) {
            Segment segment = batch.segments().get(i);
            boolean answer = segment.prefixLength() > 0;
            if (!answer) {
                rows++;
                answers = 0;
            }
            String origin = batch.origins().get(rows - 1);
            boolean prompt = !answer && hasAnswers(batch, i);
            String label =
                    answer ? labels.answer(origin, answers) : prompt ? "prompt" : labels.text();
            int[] whole = prompt ? null : wholes.of(origin, answer ? answers : 0);
            parts.add(part(batch, segment, weights, label, origin, whole));
            answers += answer ? 1 : 0;
        }
        return parts;
    }

    private static boolean hasAnswers(Batch batch, int segment) {
        return segment + 1 < batch.segments().size()
                && batch.segments().get(segment + 1).prefixLength() > 0;
    }

    private Part part(
            Batch batch,
            Segment segment,
            float[] weights,
            String label,
            String origin,
            int[] whole) {
        int end = segment.start() + segment.length();
        int[] ids = Arrays.copyOfRange(batch.ids(), segment.start(), end);
        float[] own = Arrays.copyOfRange(weights, segment.start(), end);
        int targets = 0;
        for (float weight : own) {
            targets += weight > 0 ? 1 : 0;
        }
        int before = whole == null ? -1 : find(ids, whole);
        int after = before < 0 ? 0 : whole.length - before - ids.length;
        int[] behind =
                after == 0
                        ? new int[0]
                        : Arrays.copyOfRange(
                                whole,
                                whole.length - after,
                                whole.length - after + Math.min(after, SHOWN_OF_CUT));
        return new Part(
                label,
                origin,
                batch.positions()[segment.start()],
                ids.length,
                targets,
                Piece.of(tokenizer, ids, own),
                Math.max(0, before),
                after,
                Piece.of(tokenizer, behind, new float[behind.length]));
    }

    /** Where ids stand in others; -1 where they do not. */
    private static int find(int[] ids, int[] whole) {
        for (int at = 0; at + ids.length <= whole.length; at++) {
            if (Arrays.equals(ids, 0, ids.length, whole, at, at + ids.length)) {
                return at;
            }
        }
        return -1;
    }

    /** How much predicting each token of a batch counts. */
    private float[] weights(Batch batch) {
        List<Segment> owners = new ArrayList<>();
        for (int i = 0; i < batch.segments().size(); i++) {
            if (batch.segments().get(i).prefixLength() > 0 || !hasAnswers(batch, i)) {
                owners.add(batch.segments().get(i));
            }
        }
        float[] weights = new float[batch.numTokens()];
        for (int i = 0; i < batch.numTargets(); i++) {
            Segment owner = owners.get(batch.owners()[i]);
            int row = batch.rows()[i];
            // The first token of an answer is predicted where its prompt ends.
            int token = labels.scores() ? row : row < owner.start() ? owner.start() : row + 1;
            weights[token] = batch.targetWeights()[i];
        }
        return weights;
    }
}
