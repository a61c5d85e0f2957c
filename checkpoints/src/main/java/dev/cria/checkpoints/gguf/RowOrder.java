package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;

/**
 * How the rows of a GGUF matrix are ordered among those of Hugging Face's. Hugging Face rotates
 * element i of a head with element i + headDim/2, llama.cpp rotates neighbours, so for Q and K the
 * two halves of each head are interleaved (the {@code permute} of llama.cpp's
 * convert_hf_to_gguf.py).
 *
 * @param period rows that are interleaved among themselves; 1 where the order is the same
 */
record RowOrder(int period) {

    static final RowOrder SAME = new RowOrder(1);

    static RowOrder interleaved(int headDim) {
        return new RowOrder(headDim);
    }

    /** The order of a tensor by its Hugging Face name. */
    static RowOrder of(LlamaConfig config, String name) {
        boolean rotated =
                name.endsWith(LlamaTensors.Q + ".weight")
                        || name.endsWith(LlamaTensors.K + ".weight");
        return rotated ? interleaved(config.headDim()) : SAME;
    }

    /** Where a row of the GGUF matrix is found in the Hugging Face matrix. */
    long huggingFaceRow(long row) {
        if (period == 1) {
            return row;
        }
        long inHead = row % period;
        return row - inHead + inHead % 2 * (period / 2) + inHead / 2;
    }

    /** Where a row of the Hugging Face matrix is found in the GGUF matrix. */
    long ggufRow(long row) {
        if (period == 1) {
            return row;
        }
        long inHead = row % period;
        return row - inHead + inHead % (period / 2) * 2 + inHead / (period / 2);
    }
}
