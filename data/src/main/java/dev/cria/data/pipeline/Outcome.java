package dev.cria.data.pipeline;

import java.util.Objects;

/** What a step makes of a document. */
public sealed interface Outcome {

    /** The document goes on, changed or not. */
    record Kept(DocumentView view) implements Outcome {

        /** Nothing may be null. */
        public Kept {
            Objects.requireNonNull(view, "view");
        }
    }

    /**
     * The document is left out.
     *
     * @param reason one of few constant words, by which drops are counted
     * @param detail what a reader may want to know of this one, such as the document that it
     *     repeats; empty for nothing
     */
    record Dropped(String reason, String detail) implements Outcome {

        /** Nothing may be null. */
        public Dropped {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** The document goes on. */
    static Outcome keep(DocumentView view) {
        return new Kept(view);
    }

    /** The document is left out. */
    static Outcome drop(String reason) {
        return new Dropped(reason, "");
    }

    /** The document is left out, and why in particular. */
    static Outcome drop(String reason, String detail) {
        return new Dropped(reason, detail);
    }
}
