package dev.cria.data.curate;

import dev.cria.data.document.Document;
import dev.cria.data.quality.QualityMetrics;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.DocumentWriter;
import dev.cria.data.source.JsonlWriter;
import dev.cria.data.source.ParquetDocumentWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Moves chunks of documents through the steps into the output. */
final class CurateRun implements AutoCloseable {

    /** Enough for all cores to have work, little enough to stay in memory. */
    private static final int CHUNK_DOCUMENTS = 512;

    private final List<Step> steps;
    private final BadRows badRows;
    private final DocumentWriter kept;
    private final DocumentWriter dropped;
    private long documentsIn;
    private long documentsKept;
    private long charactersIn;
    private long charactersKept;

    CurateRun(CurateSettings settings, List<Step> steps, Path folder) {
        this.steps = steps;
        this.badRows = new BadRows(settings.badRowLimit());
        this.kept = new ParquetDocumentWriter(folder.resolve(Curator.DOCUMENTS));
        this.dropped =
                settings.keepDropped() ? new JsonlWriter(folder.resolve("dropped.jsonl.gz")) : null;
    }

    void read(List<Path> files, CurateProgress progress) {
        long bytesTotal = files.stream().mapToLong(file -> file.toFile().length()).sum();
        long bytesBefore = 0;
        for (Path file : files) {
            try (DocumentReader reader = DocumentReader.open(file, badRows)) {
                while (reader.hasNext()) {
                    List<Document> chunk = new ArrayList<>(CHUNK_DOCUMENTS);
                    while (chunk.size() < CHUNK_DOCUMENTS && reader.hasNext()) {
                        chunk.add(reader.next());
                    }
                    process(chunk);
                    long bytesRead = bytesBefore + reader.bytesRead();
                    progress.at(bytesRead, bytesTotal, documentsIn, documentsKept);
                }
            }
            bytesBefore += file.toFile().length();
        }
        progress.at(bytesTotal, bytesTotal, documentsIn, documentsKept);
    }

    private void process(List<Document> chunk) {
        documentsIn += chunk.size();
        charactersIn += characters(chunk);
        List<Document> remaining = chunk;
        for (Step step : steps) {
            remaining = step.apply(remaining, this::drop);
        }
        documentsKept += remaining.size();
        charactersKept += characters(remaining);
        remaining.forEach(kept::write);
    }

    private void drop(Document document, String reason) {
        if (dropped != null) {
            dropped.write(document.withMeta("dropped", reason));
        }
    }

    private static long characters(List<Document> documents) {
        return documents.stream()
                .map(Document::text)
                .mapToLong(text -> text.codePointCount(0, text.length()))
                .sum();
    }

    CurateReport report(QualityMetrics quality) {
        return new CurateReport(
                documentsIn,
                documentsKept,
                charactersIn,
                charactersKept,
                badRows.count(),
                badRows.examples(),
                steps.stream().map(Step::count).toList(),
                quality);
    }

    @Override
    public void close() {
        try {
            kept.close();
        } finally {
            if (dropped != null) {
                dropped.close();
            }
        }
    }
}
