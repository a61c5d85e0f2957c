package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A plain text file: documents are separated by a line that holds a form feed, or it is one. */
final class TextReader implements DocumentReader {

    private static final String SEPARATOR = "\f";

    private final Path file;
    private final BadRows badRows;
    private final LineInput lines;
    private long row;
    private boolean ended;
    private Document next;
    private long nextRow;
    private long givenRow;

    TextReader(Path file, BadRows badRows) {
        this.file = file;
        this.badRows = badRows;
        this.lines = new LineInput(file);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            next = read();
        }
        return next != null;
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

    private Document read() {
        long first = row + 1;
        nextRow = first;
        StringBuilder text = new StringBuilder();
        while (true) {
            byte[] bytes = lines.next();
            if (bytes == null) {
                ended = true;
                break;
            }
            row++;
            Optional<String> line = Utf8.decode(bytes);
            if (line.isEmpty()) {
                badRows.add(file, row, "is not UTF-8");
                continue;
            }
            String content = line.get();
            if (content.stripTrailing().isEmpty() && content.startsWith(SEPARATOR)) {
                break;
            }
            text.append(
                            content.endsWith("\r")
                                    ? content.substring(0, content.length() - 1)
                                    : content)
                    .append('\n');
        }
        String stripped = text.toString().strip();
        String name = file.getFileName().toString();
        return stripped.isEmpty() ? null : Document.of(name + ":" + first, stripped, name);
    }

    @Override
    public long row() {
        return givenRow;
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() {
        lines.close();
    }
}
