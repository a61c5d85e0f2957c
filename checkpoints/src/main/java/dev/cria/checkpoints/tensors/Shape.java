package dev.cria.checkpoints.tensors;

import java.util.Arrays;
import java.util.List;

/** Lengths of a tensor's axes, outermost first; no axes for a scalar. */
public record Shape(List<Long> dims) {

    /** A shape of given lengths. */
    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    /** Number of elements; throws ArithmeticException where it does not fit a long. */
    public long elements() {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }

    /** The lengths as an array. */
    public long[] toArray() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return dims.toString();
    }
}
