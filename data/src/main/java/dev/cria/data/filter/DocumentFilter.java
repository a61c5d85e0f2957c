package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.Optional;

/** Decides about one document. */
@FunctionalInterface
public interface DocumentFilter {

    /** A short constant reason to drop the document, or nothing to keep it. */
    Optional<String> reasonToDrop(Document document);

    /** Whether several threads may ask at once and the answers do not depend on the order. */
    default boolean isStateless() {
        return true;
    }

    /** The reason given by the first filter that drops the document. */
    static DocumentFilter allOf(DocumentFilter... filters) {
        return document -> {
            for (DocumentFilter filter : filters) {
                Optional<String> reason = filter.reasonToDrop(document);
                if (reason.isPresent()) {
                    return reason;
                }
            }
            return Optional.empty();
        };
    }
}
