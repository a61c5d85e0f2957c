package dev.cria.recipes.recipe;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys beside {@code stage}: where it computes, and in what. */
final class DeviceKeys {

    static final List<Key> ALL =
            List.of(
                    Key.of(
                                    "",
                                    "device",
                                    Kind.CHOICE,
                                    "auto",
                                    "where it computes; auto: a CUDA device if there is one")
                            .oneOf(devices()),
                    Key.of(
                                    "",
                                    "compute_dtype",
                                    Kind.CHOICE,
                                    "auto",
                                    "type of activations and products; auto: bf16 on CUDA, else fp32")
                            .oneOf("auto", "fp32", "bf16"),
                    Key.of(
                                    "",
                                    "backward_dtype",
                                    Kind.CHOICE,
                                    "auto",
                                    "type of the factors of the backward pass's products; auto: compute_dtype")
                            .oneOf("auto", "bf16"));

    private DeviceKeys() {}

    private static String[] devices() {
        Stream<String> numbered = IntStream.range(0, 16).mapToObj(i -> "cuda:" + i);
        return Stream.concat(Stream.of("auto", "cpu", "cuda"), numbered).toArray(String[]::new);
    }
}
