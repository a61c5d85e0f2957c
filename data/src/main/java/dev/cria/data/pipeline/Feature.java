package dev.cria.data.pipeline;

/**
 * Something worked out from a text that several steps want, such as its words. Kept by {@link
 * DocumentView} under the identity of the feature: keep it in a constant.
 */
@FunctionalInterface
public interface Feature<T> {

    /** A function of the text alone. */
    T of(String text);
}
