package dev.cria.data.dedup;

import dev.cria.data.dedup.cluster.TextHash;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.records.RecordTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Removes the lines that {@link FrequentLines} found. */
final class LineRemoval implements Decisions {

    private final RecordTable[] lines;
    private final long bucketDocuments;
    private final boolean normalise;

    private LineRemoval(RecordTable[] lines, long bucketDocuments, boolean normalise) {
        this.lines = lines;
        this.bucketDocuments = bucketDocuments;
        this.normalise = normalise;
    }

    static LineRemoval open(Path folder, long bucketDocuments, boolean normalise)
            throws IOException {
        RecordTable[] lines = new RecordTable[FrequentLines.PARTS];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = RecordTable.open(FrequentLines.file(folder, i), FrequentLines.WIDTH);
        }
        return new LineRemoval(lines, bucketDocuments, normalise);
    }

    @Override
    public Outcome decide(long ordinal, DocumentView view) {
        Rest rest = new Rest(view.text(), ordinal / bucketDocuments);
        try {
            LineKeys.visit(view.text(), normalise, rest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rest.removed == 0) {
            return Outcome.keep(view);
        }
        if (!rest.counts) {
            return Outcome.drop("only_repeated_lines", rest.removed + " lines");
        }
        return Outcome.keep(view.with(view.document().withText(rest.text.toString())));
    }

    private boolean isFrequent(long bucket, TextHash line) {
        return lines[FrequentLines.part(line)].find(bucket, line.high(), line.low()) >= 0;
    }

    @Override
    public void close() {}

    /** What is left of a text. */
    private final class Rest implements LineKeys.Visitor {

        private final String whole;
        private final long bucket;
        private final StringBuilder text;
        private boolean begun;
        private boolean counts;
        private int removed;

        Rest(String whole, long bucket) {
            this.whole = whole;
            this.bucket = bucket;
            this.text = new StringBuilder(whole.length());
        }

        @Override
        public void line(int start, int end, TextHash key) {
            if (key != null && isFrequent(bucket, key)) {
                removed++;
                return;
            }
            if (begun) {
                text.append('\n');
            }
            begun = true;
            counts |= key != null;
            text.append(whole, start, end);
        }
    }
}
