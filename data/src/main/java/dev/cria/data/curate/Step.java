package dev.cria.data.curate;

import dev.cria.data.document.Document;
import dev.cria.data.filter.DocumentFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A named filter that counts what it does. */
final class Step {

    private final String name;
    private final DocumentFilter filter;
    private final TreeMap<String, Long> dropped = new TreeMap<>();
    private long in;
    private long kept;

    Step(String name, DocumentFilter filter) {
        this.name = name;
        this.filter = filter;
    }

    /** Keeps the order of the documents, however many threads judge them. */
    List<Document> apply(List<Document> documents, BiConsumer<Document, String> onDrop) {
        List<Optional<String>> reasons =
                (filter.isStateless() ? documents.parallelStream() : documents.stream())
                        .map(filter::reasonToDrop)
                        .toList();
        List<Document> result = new ArrayList<>(documents.size());
        for (int i = 0; i < reasons.size(); i++) {
            Document document = documents.get(i);
            if (reasons.get(i).isEmpty()) {
                result.add(document);
                continue;
            }
            String reason = reasons.get(i).get();
            dropped.merge(reason, 1L, Long::sum);
            onDrop.accept(document, name + "/" + reason);
        }
        in += documents.size();
        kept += result.size();
        return result;
    }

    StepCount count() {
        return new StepCount(name, in, kept, Collections.unmodifiableMap(new TreeMap<>(dropped)));
    }
}
