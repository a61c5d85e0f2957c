package dev.cria.data.shard;

import dev.cria.data.dataset.TextExamples;
import dev.cria.data.document.Document;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/** Tokenises documents with all cores, a few megabytes of text at a time, in their order. */
final class ParallelTokenizing implements Iterator<TokenDocument> {

    private static final long CHARACTERS_AT_ONCE = 4 << 20;

    private final Iterator<Document> documents;
    private final TextExamples texts;
    private final Queue<TokenDocument> ready = new ArrayDeque<>();

    ParallelTokenizing(Iterator<Document> documents, Tokenizer tokenizer) {
        this.documents = documents;
        texts = new TextExamples(tokenizer);
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            List<Document> next = new ArrayList<>();
            long characters = 0;
            while (documents.hasNext() && characters < CHARACTERS_AT_ONCE) {
                Document document = documents.next();
                next.add(document);
                characters += document.text().length();
            }
            ready.addAll(next.parallelStream().map(this::tokenise).toList());
        }
        return !ready.isEmpty();
    }

    @Override
    public TokenDocument next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private TokenDocument tokenise(Document document) {
        String source = document.source();
        String origin = source.isEmpty() ? document.id() : source + ":" + document.id();
        return new TokenDocument(texts.framed(document.text()), origin);
    }
}
