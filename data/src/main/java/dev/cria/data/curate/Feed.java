package dev.cria.data.curate;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.source.Columns;
import dev.cria.data.source.Row;
import dev.cria.data.source.RowReader;
import dev.cria.data.source.SourceFile;
import dev.cria.data.source.SourceFormat;
import java.util.ArrayList;
import java.util.List;

/** Cuts the rows of files into units and batches, by their sizes alone. */
public final class Feed implements AutoCloseable {

    private final List<SourceFile> files;
    private final long[] bytesBefore;
    private final Columns columns;
    private final Sizes sizes;
    private final boolean unitPerFile;

    private int file;
    private long rows;
    private RowReader reader;
    private int unit;
    private long unitRows;
    private long unitBytes;
    private long ordinal;
    private boolean ended;

    /**
     * A feed that begins with a unit.
     *
     * @param start where the unit begins
     * @param unitPerFile whether a unit is a file, as in every pass but the first
     * @param ordinal number of the first row, where rows are documents
     */
    public Feed(
            List<SourceFile> files,
            Columns columns,
            Sizes sizes,
            boolean unitPerFile,
            int unit,
            Position start,
            long ordinal) {
        this.files = files;
        this.columns = columns;
        this.sizes = sizes;
        this.unitPerFile = unitPerFile;
        this.unit = unit;
        this.file = start.file();
        this.ordinal = ordinal;
        bytesBefore = new long[files.size() + 1];
        for (int i = 0; i < files.size(); i++) {
            bytesBefore[i + 1] = bytesBefore[i] + files.get(i).path().toFile().length();
        }
        skip(start.rows());
    }

    private void skip(long count) {
        while (rows < count) {
            if (read() == null) {
                return;
            }
        }
    }

    /** The next batch; null after the last one. */
    public Batch next() {
        if (ended) {
            return null;
        }
        List<Batch.Located> taken = new ArrayList<>();
        long bytes = 0;
        boolean endsUnit = false;
        int first = unit;
        while (taken.size() < sizes.batchRows() && bytes < sizes.batchBytes() && !endsUnit) {
            Batch.Located row = read();
            if (row == null) {
                endsUnit = true;
                ended = file == files.size();
            } else {
                taken.add(row);
                bytes += row.row().bytes();
                unitRows++;
                unitBytes += row.row().bytes();
                endsUnit =
                        !unitPerFile
                                && (unitRows >= sizes.unitRows() || unitBytes >= sizes.unitBytes());
            }
        }
        long at = ordinal;
        ordinal += taken.size();
        if (endsUnit) {
            unit++;
            unitRows = 0;
            unitBytes = 0;
        }
        return new Batch(first, taken, bytes, at, endsUnit, new Position(file, rows), ended);
    }

    /** The next row; null at the end of a unit that is a file, and at the end of all. */
    private Batch.Located read() {
        while (file < files.size()) {
            SourceFile source = files.get(file);
            Row row;
            try {
                if (reader == null) {
                    reader = SourceFormat.open(source, columns);
                }
                row = reader.next();
            } catch (CorruptFileException e) {
                row = Row.bad(rows + 1, "the rest of the file is lost: " + e.getMessage());
                nextFile();
                return new Batch.Located(source.path(), row);
            }
            if (row != null) {
                rows++;
                return new Batch.Located(source.path(), row);
            }
            nextFile();
            if (unitPerFile) {
                return null;
            }
        }
        return null;
    }

    private void nextFile() {
        close();
        file++;
        rows = 0;
    }

    /** Bytes of the files that have been read, for a progress bar. */
    public long bytesRead() {
        return bytesBefore[file] + (reader == null ? 0 : reader.bytesRead());
    }

    /** Bytes of all files. */
    public long bytesTotal() {
        return bytesBefore[files.size()];
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
