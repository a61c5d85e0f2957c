package dev.cria.data.heuristic;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a step on one document. */
final class Steps {

    private Steps() {}

    /** The reason to drop a text, or "keep". */
    static String verdict(StepKind kind, Map<String, ?> given, String text) {
        return verdict(kind, given, Document.of("1", text, "test"));
    }

    static String verdict(StepKind kind, Map<String, ?> given, Document document) {
        return run(kind, given, document) instanceof Outcome.Dropped dropped
                ? dropped.reason()
                : "keep";
    }

    /** What is kept of a text. */
    static String text(StepKind kind, Map<String, ?> given, String text) {
        Outcome outcome = run(kind, given, Document.of("1", text, "test"));
        if (outcome instanceof Outcome.Kept kept) {
            return kept.view().text();
        }
        throw new AssertionError("dropped: " + outcome);
    }

    /** A document from an address. */
    static Document from(String url) {
        return new Document("1", "text", url, "test", "", Map.of());
    }

    /** A text that is said to be in a language. */
    static Document in(String language, String text) {
        return new Document("1", text, "", "test", language, Map.of());
    }

    static String lines(String... lines) {
        return String.join("\n", List.of(lines));
    }

    private static Outcome run(StepKind kind, Map<String, ?> given, Document document) {
        Arguments arguments = Arguments.of(kind, given, Path.of(""), 0);
        return ((DocumentStep) kind.make().apply(arguments)).apply(DocumentView.of(document));
    }
}
