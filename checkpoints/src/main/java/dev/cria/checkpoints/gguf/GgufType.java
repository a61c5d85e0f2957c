package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.Shape;

/**
 * The types in which Cria exports models: that of most matrices, and which tensors have another, as
 * llama.cpp's quantiser chooses them (llama-quant.cpp). Vectors (norms) are always F32.
 */
public enum GgufType {
    F32(GgmlType.F32, 0),
    F16(GgmlType.F16, 1),
    BF16(GgmlType.BF16, 32),
    Q8_0(GgmlType.Q8_0, 7),
    Q4_0(GgmlType.Q4_0, 2),
    /** Q4_K; values and down projections of half of the layers Q6_K. */
    Q4_K_M(GgmlType.Q4_K, 15),
    /** Q5_K; values and down projections of half of the layers Q6_K. */
    Q5_K_M(GgmlType.Q5_K, 17),
    Q6_K(GgmlType.Q6_K, 18);

    private static final int LAYERS_OF_70B = 80;

    private final GgmlType most;
    private final int fileType;

    GgufType(GgmlType most, int fileType) {
        this.most = most;
        this.fileType = fileType;
    }

    /** Whether matrices are stored in blocks of levels and scales. */
    public boolean isQuantized() {
        return most.blockElements() > 1;
    }

    /** The value of {@code general.file_type} (llama.h, {@code llama_ftype}). */
    int fileType() {
        return fileType;
    }

    /** How a tensor is stored, by its Hugging Face name. */
    GgmlType of(LlamaConfig config, String name, Shape shape) {
        if (shape.rank() == 1) {
            return GgmlType.F32;
        }
        long width = shape.dims().get(shape.rank() - 1);
        return isQuantized() ? fitting(wanted(config, name, width), width) : most;
    }

    private GgmlType wanted(LlamaConfig config, String name, long width) {
        boolean head =
                name.equals(
                        config.tieWordEmbeddings() ? LlamaTensors.EMBEDDING : LlamaTensors.HEAD);
        if (head) {
            boolean keepsMost = most == GgmlType.Q8_0 || width % most.blockElements() != 0;
            return keepsMost ? GgmlType.Q8_0 : GgmlType.Q6_K;
        }
        boolean value = name.endsWith(LlamaTensors.V + ".weight");
        boolean mixed = this == Q4_K_M || this == Q5_K_M;
        if (mixed && (value || name.endsWith(LlamaTensors.DOWN + ".weight"))) {
            int layer = Integer.parseInt(name.split("\\.", 4)[2]);
            if (isPreferred(layer, config.numLayers())) {
                return GgmlType.Q6_K;
            }
            // Of 70B models, eight heads share the values.
            boolean shared =
                    config.numLayers() == LAYERS_OF_70B && config.numHeads() > config.numKvHeads();
            return value && shared ? GgmlType.Q5_K : most;
        }
        return most;
    }

    /** The first and last eighth of the layers, and every third between. */
    private static boolean isPreferred(int layer, int numLayers) {
        int eighth = numLayers / 8;
        return layer < eighth || layer >= 7 * numLayers / 8 || (layer - eighth) % 3 == 2;
    }

    /** Rows that are no whole number of blocks get a type of smaller ones, or none at all. */
    private static GgmlType fitting(GgmlType wanted, long width) {
        if (width % wanted.blockElements() == 0) {
            return wanted;
        }
        GgmlType smaller =
                switch (wanted) {
                    case Q4_K -> GgmlType.Q5_0;
                    case Q5_K -> GgmlType.Q5_1;
                    case Q6_K -> GgmlType.Q8_0;
                    default -> GgmlType.F16;
                };
        return width % smaller.blockElements() == 0 ? smaller : GgmlType.F16;
    }
}
