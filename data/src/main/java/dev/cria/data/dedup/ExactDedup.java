package dev.cria.data.dedup;

import dev.cria.data.document.Document;
import dev.cria.data.filter.DocumentFilter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Drops a document whose text was seen before; the first one stays. Texts that differ only in
 * letter case, white space or Unicode compatibility form (full-width letters) are the same. Keeps
 * 128 bits per document, so that among a billion documents two different ones collide with a
 * probability below 1e-20.
 */
public final class ExactDedup implements DocumentFilter {

    private final Set<TextHash> seen = new HashSet<>();

    @Override
    public Optional<String> reasonToDrop(Document document) {
        return seen.add(TextHash.of(SameText.of(document.text())))
                ? Optional.empty()
                : Optional.of("exact-duplicate");
    }

    @Override
    public boolean isStateless() {
        return false;
    }
}
