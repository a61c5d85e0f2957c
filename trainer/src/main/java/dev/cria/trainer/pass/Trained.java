package dev.cria.trainer.pass;

import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import java.util.ArrayList;
import java.util.List;

/**
 * What training changes of a policy, part by part, as a backward pass asks for it: where gradients
 * are computed, and where they need not go.
 */
final class Trained {

    private final List<Layer> layers = new ArrayList<>();
    private final String embedding;
    private final String finalNorm;
    private final String head;
    private final int lowest;

    /**
     * A layer's parameters.
     *
     * @param mask whether each of {@link LlamaLayer#TENSORS} and what adapts each of {@link
     *     LlamaLayer#LINEARS} train, 1 or 0
     * @param names of those that do, in the order in which kernels answer their gradients
     */
    private record Layer(long[] mask, List<String> names) {}

    Trained(Policy policy) {
        this.embedding = policy.trainedName(LlamaModel.EMBEDDING);
        this.finalNorm = policy.trainedName(LlamaModel.FINAL_NORM);
        this.head = policy.trainedHead();
        int first = policy.model().numLayers();
        for (int i = policy.model().numLayers() - 1; i >= 0; i--) {
            layers.add(0, layer(policy, i));
            if (!layers.get(0).names.isEmpty()) {
                first = i;
            }
        }
        this.lowest = embedding != null ? 0 : first;
    }

    private static Layer layer(Policy policy, int index) {
        int tensors = LlamaLayer.TENSORS.size();
        long[] mask = new long[tensors + LlamaLayer.LINEARS.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            String name = policy.trainedName(LlamaLayer.name(index, LlamaLayer.TENSORS.get(i)));
            if (name != null) {
                mask[i] = 1;
                names.add(name);
            }
        }
        LowRank lowRank = policy.lowRank(index);
        for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
            if (lowRank.adapts(i)) {
                mask[tensors + i] = 1;
                names.addAll(policy.adapter().names(index, i));
            }
        }
        return new Layer(mask, List.copyOf(names));
    }

    /** Whether a layer is part of the backward pass: something trains in it, or below. */
    boolean reaches(int layer) {
        return layer >= lowest;
    }

    /** Whether something trains below a layer, so that its input needs a gradient. */
    boolean below(int layer) {
        return embedding != null || layer > lowest;
    }

    /**
     * What gets a gradient in a layer, 1 or 0: the input, each of {@link LlamaLayer#TENSORS}, what
     * adapts each of {@link LlamaLayer#LINEARS}.
     */
    long[] mask(int layer) {
        long[] own = layers.get(layer).mask;
        long[] mask = new long[1 + own.length];
        mask[0] = below(layer) ? 1 : 0;
        System.arraycopy(own, 0, mask, 1, own.length);
        return mask;
    }

    /** Names of a layer's parameters in the order in which kernels answer their gradients. */
    List<String> names(int layer) {
        return layers.get(layer).names;
    }

    /** The parameter that the token embeddings are; null where they do not train. */
    String embedding() {
        return embedding;
    }

    /** The parameter that the last norm is; null where it does not train. */
    String finalNorm() {
        return finalNorm;
    }

    /** The parameter that the head is; null where it does not train. */
    String head() {
        return head;
    }

    /** The head, where its parameter gets the gradient of the embeddings too; else null. */
    String tied() {
        return head != null && head.equals(embedding) ? head : null;
    }
}
