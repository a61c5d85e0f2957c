package dev.cria.data.pipeline;

/** Judges or changes one document at a time. */
@FunctionalInterface
public non-sealed interface DocumentStep extends CurateStep {

    /**
     * A function of the document and of the step's settings alone. Called by several threads at
     * once, each with views of its own.
     */
    Outcome apply(DocumentView view);
}
