package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The documents of one file, in its order; rows that hold none are counted and left out. */
public final class DocumentReader implements Iterator<Document>, AutoCloseable {

    private final Path file;
    private final RowReader rows;
    private final BadRows badRows;
    private Document next;
    private long nextRow;
    private long givenRow;

    private DocumentReader(Path file, RowReader rows, BadRows badRows) {
        this.file = file;
        this.rows = rows;
        this.badRows = badRows;
    }

    /**
     * Opens a file by its name: see {@link SourceFormat}.
     *
     * @throws dev.cria.checkpoints.UserException when it cannot be read
     */
    public static DocumentReader open(Path file, BadRows badRows) {
        return open(file, badRows, Columns.DEFAULT);
    }

    /** The same with other columns. */
    public static DocumentReader open(Path file, BadRows badRows, Columns columns) {
        return new DocumentReader(file, SourceFormat.open(SourceFile.of(file), columns), badRows);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            Row row = rows.next();
            if (row == null) {
                return false;
            }
            nextRow = row.number();
            try {
                next = row.document();
            } catch (BadRowException e) {
                badRows.add(file, nextRow, e.getMessage());
            }
        }
        return true;
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        givenRow = nextRow;
        return document;
    }

    /** The row, from 1, at which the document begins that {@link #next} gave last. */
    public long row() {
        return givenRow;
    }

    @Override
    public void close() {
        rows.close();
    }
}
