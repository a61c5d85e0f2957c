package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The curated documents of a run. */
public final class ParquetDocuments {

    private ParquetDocuments() {}

    /** Streams the documents in their order; the stream must be closed. Bad rows are errors. */
    public static Stream<Document> read(Path file) {
        DocumentReader reader = DocumentReader.open(file, new BadRows(0));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED), false)
                .onClose(reader::close);
    }
}
