package dev.cria.trainer.generate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Draws the next tokens from rows of logits. A row's draw depends on that row only; rows are worked
 * on by several threads.
 */
final class RowSampler {

    private final Engine engine;
    private final int vocabulary;

    /** As many as there are threads: one that was just used is still in the cache. */
    private final Queue<Candidates> workspaces = new ConcurrentLinkedQueue<>();

    RowSampler(Engine engine, int vocabulary) {
        this.engine = engine;
        this.vocabulary = vocabulary;
    }

    /** A row: whose, of the text that it continues, and how many samples are drawn from it. */
    record Row(Sequence sequence, int samples) {

        boolean wantsLogProbs() {
            return sequence.request().topLogProbs() >= 0;
        }

        Sampling sampling() {
            return sequence.request().sampling();
        }
    }

    /**
     * Draws.
     *
     * @param logits_NV on any device; overwritten
     * @return for each row the choices of its samples, the row's own first
     */
    List<List<Choice>> draw(NDArray logits_NV, List<Row> rows) {
        try (NDManager scope = engine.newScope()) {
            NDArray host_NV = engine.isCpu() ? logits_NV : logits_NV.toDevice(Device.cpu(), true);
            float[] sums = new float[rows.size()];
            if (rows.stream().anyMatch(Row::wantsLogProbs)) {
                sums = engine.call("log_sums", scope).with(host_NV).runOne().toFloatArray();
            }
            FloatBuffer values = Engine.memory(host_NV).asFloatBuffer();
            List<Model> models = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                models.add(new Model(rows.get(i), i, values, sums[i]));
            }
            models.parallelStream().forEach(Model::prepare);
            if (rows.stream().anyMatch(row -> !row.sampling().isGreedy())) {
                probabilities(host_NV, rows, scope);
            }
            List<List<Choice>> choices = models.parallelStream().map(Model::choices).toList();
            if (host_NV != logits_NV) {
                host_NV.close();
            }
            return choices;
        }
    }

    private void probabilities(NDArray logits_NV, List<Row> rows, NDManager scope) {
        float[] temperatures = new float[rows.size()];
        for (int i = 0; i < temperatures.length; i++) {
            Sampling sampling = rows.get(i).sampling();
            temperatures[i] = sampling.isGreedy() ? 1 : (float) sampling.temperature();
        }
        NDArray temperatures_N =
                scope.create(temperatures, new Shape(temperatures.length))
                        .toDevice(Device.cpu(), false);
        engine.call("probabilities", scope).with(logits_NV).with(temperatures_N).run();
    }

    /** One row's logits, and what is remembered of them before they become probabilities. */
    private final class Model {

        private final Row row;
        private final int start;
        private final FloatBuffer values;
        private final float logSum;
        private float[] raw;
        private int likeliest;

        Model(Row row, int index, FloatBuffer values, float logSum) {
            this.row = row;
            this.start = index * vocabulary;
            this.values = values;
            this.logSum = logSum;
        }

        void prepare() {
            if (row.wantsLogProbs()) {
                raw = new float[vocabulary];
                values.get(start, raw);
            }
            penalise();
            restrict();
            if (row.sampling().isGreedy()) {
                likeliest = argMax();
            }
        }

        private void penalise() {
            penaliseRepetition();
            double frequency = row.sampling().frequencyPenalty();
            double presence = row.sampling().presencePenalty();
            if (frequency == 0 && presence == 0) {
                return;
            }
            counts().forEach(
                            (id, count) -> {
                                float logit = values.get(start + id);
                                double less = frequency * count + presence;
                                values.put(start + id, (float) (logit - less));
                            });
        }

        /** How often the answer has each of its tokens. */
        private Map<Integer, Integer> counts() {
            Sequence text = row.sequence();
            Map<Integer, Integer> counts = new HashMap<>();
            for (int id :
                    text.tokens().range(text.request().prompt().length, text.tokens().size())) {
                counts.merge(id, 1, Integer::sum);
            }
            return counts;
        }

        private void penaliseRepetition() {
            float penalty = (float) row.sampling().repetitionPenalty();
            if (penalty == 1) {
                return;
            }
            IntStream.of(row.sequence().tokens().toArray())
                    .distinct()
                    .forEach(
                            id -> {
                                float logit = values.get(start + id);
                                values.put(
                                        start + id, logit < 0 ? logit * penalty : logit / penalty);
                            });
        }

        private void restrict() {
            TextForm.State form = row.sequence().form();
            if (form == null) {
                return;
            }
            TokenSet allowed = form.next(row.sequence().tokensLeft());
            boolean mayEnd = form.isComplete();
            if (allowed.isEmpty() && !mayEnd) {
                throw new IllegalStateException("no token may follow");
            }
            for (int id = 0; id < vocabulary; id++) {
                boolean ends = mayEnd && row.sequence().request().stopIds().contains(id);
                if (!ends && !allowed.contains(id)) {
                    values.put(start + id, Float.NEGATIVE_INFINITY);
                }
            }
        }

        private int argMax() {
            int best = 0;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < vocabulary; i++) {
                if (values.get(start + i) > most) {
                    most = values.get(start + i);
                    best = i;
                }
            }
            return best;
        }

        List<Choice> choices() {
            Candidates free = workspaces.poll();
            Candidates candidates = free == null ? new Candidates(vocabulary) : free;
            try {
                return choices(candidates);
            } finally {
                workspaces.add(candidates);
            }
        }

        private List<Choice> choices(Candidates candidates) {
            List<TokenLogProb> top =
                    row.sequence().request().topLogProbs() > 0
                            ? top(row.sequence().request().topLogProbs())
                            : List.of();
            boolean greedy = row.sampling().isGreedy();
            if (!greedy) {
                values.get(start, candidates.probabilities());
                candidates.cut(row.sampling());
            }
            List<Choice> choices = new ArrayList<>();
            for (int i = 0; i < row.samples(); i++) {
                int token = greedy ? likeliest : candidates.draw(number(i));
                choices.add(new Choice(token, raw == null ? 0 : raw[token] - logSum, top));
            }
            return choices;
        }

        private double number(int sample) {
            Sequence text = row.sequence();
            return Draws.at(text.request().seed(), text.sample() + sample, text.generated());
        }

        private List<TokenLogProb> top(int count) {
            PriorityQueue<Integer> best =
                    new PriorityQueue<>(
                            Comparator.<Integer>comparingDouble(i -> raw[i])
                                    .thenComparing(Comparator.reverseOrder()));
            for (int i = 0; i < vocabulary; i++) {
                if (best.size() < count) {
                    best.add(i);
                } else if (raw[i] > raw[best.peek()]) {
                    best.poll();
                    best.add(i);
                }
            }
            List<TokenLogProb> top = new ArrayList<>();
            while (!best.isEmpty()) {
                int id = best.poll();
                top.add(0, new TokenLogProb(id, raw[id] - logSum));
            }
            return top;
        }
    }
}
