package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.Kernels;
import dev.cria.trainer.optim.RowGradient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Forward and backward pass of one batch, layer by layer: a layer's activations and gradients live
 * no longer than they are needed, and a layer can be run again instead of being kept.
 */
public final class Backpropagation {

    private final Policy policy;
    private final ActivationMemory activations;
    private final long step;
    private long batches;

    /**
     * Passes over a policy.
     *
     * @param step whose batches are run, in turn: what is dropped depends on both
     */
    public Backpropagation(Policy policy, ActivationMemory activations, long step) {
        this.policy = policy;
        this.activations = activations;
        this.step = step;
    }

    /** Gives the batch's gradients to {@code sink}; answers the objective's shares. */
    public Map<String, Double> run(
            Batch batch, Objective objective, StepTotals totals, GradientSink sink) {
        try (NDManager scope = policy.engine().newScope()) {
            Head end = Head.of(policy, objective, batch, scope);
            Dropout dropout = Dropout.of(policy, step, batches++);
            BatchTensors tensors = BatchTensors.ofTargets(policy, batch, dropout, scope);
            Deque<Kept> tape = new ArrayDeque<>();
            NDArray x_UD = forward(tensors, tape, scope);

            NDArray h_ND = Forward.rows(policy, x_UD, tensors, scope);
            Head.Rows ending = end.over(h_ND, tensors, scope);
            float[] weights = objective.weights(batch, totals, ending::outputs);
            NDList head = ending.backward(weights);
            Map<String, Double> shares =
                    objective.shares(batch, totals, head.get(0).toFloatArray());
            sink.begin(shares);
            addHead(head, sink);
            NDArray dx_UD =
                    policy.engine()
                            .call("rows_backward", scope)
                            .with(x_UD)
                            .with(tensors.rows_N())
                            .with(head.get(1))
                            .runOne();
            x_UD.close();
            h_ND.close();
            head.get(1).close();

            NDArray dx_TD = backward(dx_UD, tensors, tape, scope, sink);
            if (policy.trained().embedding() != null) {
                embedBackward(dx_TD, tensors, scope, sink);
            }
            return shares;
        }
    }

    private NDArray forward(BatchTensors tensors, Deque<Kept> tape, NDManager scope) {
        NDArray x_TD = Forward.embed(policy, tensors.ids_T(), scope);
        for (int layer = 0; layer < policy.model().numLayers(); layer++) {
            if (!policy.trained().reaches(layer)) {
                NDArray y_TD = Forward.layer(policy, layer, x_TD, tensors, scope);
                x_TD.close();
                x_TD = y_TD;
            } else if (activations.runsAgain(layer)) {
                NDArray y_TD = Forward.layer(policy, layer, x_TD, tensors, scope);
                tape.push(new Kept(layer, activations.store().put(List.of(x_TD))));
                x_TD = y_TD;
            } else {
                NDList out = Forward.layerTrain(policy, layer, x_TD, tensors, scope);
                NDArray y_TD = out.head();
                out.set(0, x_TD);
                tape.push(new Kept(layer, activations.store().put(List.copyOf(out))));
                x_TD = y_TD;
            }
        }
        return x_TD;
    }

    /** Answers the gradient of the embedded tokens; null where it is not needed. */
    private NDArray backward(
            NDArray dy_TD,
            BatchTensors tensors,
            Deque<Kept> tape,
            NDManager scope,
            GradientSink sink) {
        while (!tape.isEmpty()) {
            Kept kept = tape.pop();
            List<NDArray> saved = kept.waiting.take(scope);
            NDList grads = layerBackward(kept.layer, saved, dy_TD, tensors, scope);
            saved.forEach(NDArray::close);
            dy_TD.close();
            List<String> names = policy.trained().names(kept.layer);
            int first = policy.trained().below(kept.layer) ? 1 : 0;
            for (int i = 0; i < names.size(); i++) {
                sink.add(names.get(i), grads.get(first + i));
            }
            sink.layerDone(policy.trained().tied());
            if (first == 0) {
                return null;
            }
            dy_TD = grads.get(0);
        }
        return dy_TD;
    }

    /**
     * @param saved the layer's input and, unless it is run again, what its forward pass answered
     *     beside its output
     */
    private NDList layerBackward(
            int layer, List<NDArray> saved, NDArray dy_TD, BatchTensors tensors, NDManager scope) {
        boolean again = saved.size() == 1;
        Kernels.Call call =
                policy.engine()
                        .call(again ? "layer_recompute" : "layer_backward", scope)
                        .with(dy_TD)
                        .with(saved.get(0));
        if (!again) {
            call.with(saved.subList(1, saved.size()));
        }
        call.with(tensors.cos_T1C())
                .with(tensors.sin_T1C())
                .with(tensors.segments_S4())
                .with(tensors.keep(layer == policy.model().numLayers() - 1, scope))
                .with(tensors.shape(layer, scope))
                .with(Engine.integers(scope, policy.trained().mask(layer)));
        return Forward.withWeights(call, policy, layer).run();
    }

    private void addHead(NDList head, GradientSink sink) {
        Trained trained = policy.trained();
        int next = 2;
        if (trained.finalNorm() != null) {
            sink.add(trained.finalNorm(), head.get(next++));
        }
        if (trained.head() != null) {
            sink.add(trained.head(), head.get(next++));
        }
        if (policy.valueHead() != null) {
            sink.add(ValueHead.NAME, head.get(next));
        }
        sink.layerDone(trained.tied());
    }

    /** A tied table has a gradient in every row already, from the head. */
    private void embedBackward(
            NDArray dx_TD, BatchTensors tensors, NDManager scope, GradientSink sink) {
        String name = policy.trained().embedding();
        if (policy.trained().tied() == null) {
            NDList rows =
                    policy.engine()
                            .call("embed_backward_rows", scope)
                            .with(tensors.ids_T())
                            .with(dx_TD)
                            .run();
            sink.addRows(name, new RowGradient(rows.get(0), rows.get(1)));
        } else {
            sink.add(
                    name,
                    policy.engine()
                            .call("embed_backward", scope)
                            .with(policy.embedding())
                            .with(tensors.ids_T())
                            .with(dx_TD)
                            .runOne());
        }
        dx_TD.close();
        sink.layerDone(null);
    }

    /** A layer whose backward pass is still to come. */
    private record Kept(int layer, ActivationStore.Waiting waiting) {}
}
