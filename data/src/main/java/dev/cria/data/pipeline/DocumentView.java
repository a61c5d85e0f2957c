package dev.cria.data.pipeline;

import dev.cria.data.document.Document;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** A document on its way, with what was worked out from its text. Used by one thread at a time. */
public final class DocumentView {

    private final Document document;
    private final Map<Feature<?>, Object> features;

    private DocumentView(Document document, Map<Feature<?>, Object> features) {
        this.document = document;
        this.features = features;
    }

    /** A view of which nothing has been worked out yet. */
    public static DocumentView of(Document document) {
        return new DocumentView(Objects.requireNonNull(document), new IdentityHashMap<>(8));
    }

    /** The document. */
    public Document document() {
        return document;
    }

    /** The text of the document. */
    public String text() {
        return document.text();
    }

    /** A feature of the text, worked out the first time that it is asked for. */
    @SuppressWarnings("unchecked")
    public <T> T get(Feature<T> feature) {
        Object known = features.get(feature);
        if (known == null) {
            known = Objects.requireNonNull(feature.of(document.text()));
            features.put(feature, known);
        }
        return (T) known;
    }

    /** A view of a changed document; what is known of an unchanged text is taken over. */
    public DocumentView with(Document changed) {
        return changed.text().equals(document.text())
                ? new DocumentView(changed, features)
                : of(changed);
    }
}
