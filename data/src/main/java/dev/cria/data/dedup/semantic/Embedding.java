package dev.cria.data.dedup.semantic;

import dev.cria.data.pipeline.DocumentView;

/**
 * A document as a vector.
 *
 * @param space in which it stands; vectors of different ones cannot be compared
 * @param vector see {@link UnitVectors}
 */
record Embedding(int space, short[] vector) {

    /** Makes vectors of documents, for several threads. */
    interface Source {

        /** A function of the document alone. */
        Embedding of(DocumentView view);

        /** Dimensions of the vectors of a space. */
        int dimensions(int space);

        /** How many spaces there are. */
        int spaces();
    }
}
