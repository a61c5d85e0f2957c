package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.Optional;

/** The quality rules of the document's script, then the repetition rules. */
public final class HeuristicFilter implements DocumentFilter {

    private final DocumentFilter chinese = new ChineseQuality();
    private final DocumentFilter spaced = new GopherQuality();
    private final DocumentFilter repetition = new Repetition();

    @Override
    public Optional<String> reasonToDrop(Document document) {
        DocumentFilter quality = Han.isChinese(document.text()) ? chinese : spaced;
        return DocumentFilter.allOf(quality, repetition).reasonToDrop(document);
    }
}
