package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.Kernels;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Forward and backward pass of one batch, layer by layer.
 *
 * <p>Every layer is a graph of its own: its input is a leaf, and the gradient of its output is
 * handed in. So a layer's activations and gradients live no longer than they are needed, and a
 * layer can be run again instead of being kept.
 */
public final class Backpropagation {

    private final Policy policy;
    private final boolean checkpointing;

    /**
     * A pass over a policy.
     *
     * @param activationCheckpointing keep only the inputs of layers and run each layer again in the
     *     backward pass
     */
    public Backpropagation(Policy policy, boolean activationCheckpointing) {
        this.policy = policy;
        this.checkpointing = activationCheckpointing;
    }

    /** Adds the batch's gradients to {@code gradients}; answers the objective's shares. */
    public Map<String, Double> run(
            Batch batch, Objective objective, StepTotals totals, Gradients gradients) {
        try (NDManager scope = policy.engine().newScope()) {
            BatchTensors tensors = BatchTensors.of(policy, batch, scope);
            Deque<Kept> tape = new ArrayDeque<>();
            NDArray x_TD = forward(tensors, tape, scope);

            NDArray h_ND = Forward.rows(policy, x_TD, tensors, scope);
            float[] weights =
                    objective.weights(
                            batch,
                            totals,
                            () -> Forward.headLogProbs(policy, h_ND, tensors, scope));
            NDList head = headBackward(h_ND, weights, tensors, scope, gradients);
            NDArray dx_TD =
                    policy.engine()
                            .call("rows_backward", scope)
                            .with(x_TD)
                            .with(tensors.rows_N())
                            .with(head.get(1))
                            .runOne();
            x_TD.close();
            h_ND.close();

            dx_TD = backward(dx_TD, tensors, tape, scope, gradients);
            if (policy.trainsModel()) {
                embedBackward(dx_TD, tensors, scope, gradients);
            }
            return objective.shares(batch, totals, head.get(0).toFloatArray());
        }
    }

    private NDArray forward(BatchTensors tensors, Deque<Kept> tape, NDManager scope) {
        NDArray x_TD = Forward.embed(policy, tensors.ids_T(), scope);
        for (int layer = 0; layer < policy.model().numLayers(); layer++) {
            if (checkpointing) {
                tape.push(new Kept(layer, x_TD, List.of()));
                x_TD = Forward.layer(policy, layer, x_TD, tensors, scope);
            } else {
                NDList out = layerCall("layer_train", layer, null, x_TD, tensors, scope).run();
                if (layer == 0) {
                    x_TD.close();
                }
                x_TD = out.head();
                tape.push(new Kept(layer, x_TD, List.copyOf(out.subList(1, out.size()))));
            }
        }
        return checkpointing ? x_TD : x_TD.stopGradient();
    }

    private NDArray backward(
            NDArray dx_TD,
            BatchTensors tensors,
            Deque<Kept> tape,
            NDManager scope,
            Gradients gradients) {
        while (!tape.isEmpty()) {
            Kept kept = tape.pop();
            NDList grads;
            if (checkpointing) {
                grads =
                        layerCall(
                                        "layer_recompute",
                                        kept.layer,
                                        dx_TD,
                                        kept.boundary,
                                        tensors,
                                        scope)
                                .run();
            } else {
                policy.model().layer(kept.layer);
                grads =
                        policy.engine()
                                .call("layer_backward", scope)
                                .with(dx_TD)
                                .with(kept.boundary)
                                .with(kept.leaves)
                                .run();
            }
            kept.close();
            dx_TD.close();
            List<String> names = leafNames(kept.layer);
            int first = inputNeedsGradient(kept.layer) ? 1 : 0;
            for (int i = 0; i < names.size(); i++) {
                gradients.add(names.get(i), grads.get(first + i));
            }
            if (first == 0) {
                return null;
            }
            dx_TD = grads.get(0);
        }
        return dx_TD;
    }

    private Kernels.Call layerCall(
            String kernel,
            int layer,
            NDArray dy_TD,
            NDArray x_TD,
            BatchTensors tensors,
            NDManager scope) {
        Kernels.Call call = policy.engine().call(kernel, scope);
        if (dy_TD != null) {
            call.with(dy_TD);
        }
        NDArray trains =
                Engine.integers(
                        scope,
                        inputNeedsGradient(layer) ? 1 : 0,
                        policy.trainsModel() ? 1 : 0,
                        policy.trainsModel() ? 0 : 1);
        call.with(x_TD)
                .with(tensors.cos_T1C())
                .with(tensors.sin_T1C())
                .with(tensors.segments_S4())
                .with(tensors.shape())
                .with(trains);
        return Forward.withWeights(call, policy, layer);
    }

    private boolean inputNeedsGradient(int layer) {
        return layer > 0 || policy.trainsModel();
    }

    /** Names of the parameters of a layer in the order in which kernels answer their gradients. */
    private List<String> leafNames(int layer) {
        List<String> names = new ArrayList<>();
        if (policy.trainsModel()) {
            LlamaLayer.TENSORS.forEach(tensor -> names.add(LlamaLayer.name(layer, tensor)));
            return names;
        }
        LowRank lowRank = policy.lowRank(layer);
        for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
            if (lowRank.a().get(i).size() > 0) {
                String module = LlamaLayer.LINEARS.get(i);
                names.add(policy.adapter().factorName(layer, module, "lora_A"));
                names.add(policy.adapter().factorName(layer, module, "lora_B"));
            }
        }
        return names;
    }

    /** Log-probabilities of the targets and the gradient of {@code h_ND}. */
    private NDList headBackward(
            NDArray h_ND,
            float[] weights,
            BatchTensors tensors,
            NDManager scope,
            Gradients gradients) {
        LlamaModel model = policy.model();
        NDList out =
                policy.engine()
                        .call("head_backward", scope)
                        .with(h_ND)
                        .with(model.finalNorm())
                        .with(model.head())
                        .with(tensors.targets_N())
                        .with(scope.create(weights))
                        .with(tensors.shape())
                        .with(Engine.integers(scope, policy.trainsModel() ? 1 : 0))
                        .run();
        if (policy.trainsModel()) {
            gradients.add(LlamaModel.FINAL_NORM, out.get(2));
            gradients.add(model.headName(), out.get(3));
        }
        return out;
    }

    private void embedBackward(
            NDArray dx_TD, BatchTensors tensors, NDManager scope, Gradients gradients) {
        NDArray gradient =
                policy.engine()
                        .call("embed_backward", scope)
                        .with(policy.model().embedding())
                        .with(tensors.ids_T())
                        .with(dx_TD)
                        .runOne();
        gradients.add(LlamaModel.EMBEDDING, gradient);
    }

    /**
     * What the backward pass of a layer needs.
     *
     * @param boundary the layer's output with its graph, or its input when it is run again
     * @param leaves the leaves of the graph; none when the layer is run again
     */
    private record Kept(int layer, NDArray boundary, List<NDArray> leaves) {

        void close() {
            boundary.close();
            leaves.forEach(NDArray::close);
        }
    }
}
