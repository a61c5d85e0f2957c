package dev.cria.checkpoints.tensors;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's dimensions, outermost first; empty for a scalar. Shapes with more
 * elements than a {@code long} counts are refused with an {@link ArithmeticException}.
 */
public record Shape(List<Long> dims) {

    public Shape {
        dims = List.copyOf(dims);
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative dimension in " + dims);
            }
        }
        product(dims);
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    /** The number of elements; 1 for a scalar. */
    public long elements() {
        return product(dims);
    }

    public int rank() {
        return dims.size();
    }

    public long[] toArray() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return dims.toString();
    }

    private static long product(List<Long> dims) {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }
}
