package dev.cria.checkpoints.gguf;

/** Where a row of a GGUF matrix is found in the Hugging Face matrix. */
interface RowOrder {

    RowOrder SAME = row -> row;

    long sourceRow(long row);

    /**
     * The order of Q and K. Hugging Face rotates element i of a head with element i + headDim/2,
     * llama.cpp rotates neighbours, so the two halves of each head are interleaved (the {@code
     * permute} of llama.cpp's convert_hf_to_gguf.py).
     */
    static RowOrder interleaved(int headDim) {
        return row -> {
            long head = row / headDim;
            long inHead = row % headDim;
            return head * headDim + inHead % 2 * (headDim / 2) + inHead / 2;
        };
    }
}
