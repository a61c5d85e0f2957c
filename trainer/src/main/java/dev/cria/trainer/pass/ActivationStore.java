package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Where activations wait for the backward pass. They come back in the reverse order. */
public interface ActivationStore extends AutoCloseable {

    /** The memory that they were made in. */
    ActivationStore IN_PLACE = new InPlace();

    /** Activations that wait. */
    interface Waiting {

        /** Brings them back, to be owned by {@code scope}; once. */
        List<NDArray> take(NDManager scope);
    }

    /** Takes arrays and their ownership. */
    Waiting put(List<NDArray> arrays);

    @Override
    void close();

    /** Leaves arrays where they are. */
    final class InPlace implements ActivationStore {

        private InPlace() {}

        @Override
        public Waiting put(List<NDArray> arrays) {
            return scope -> arrays;
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
