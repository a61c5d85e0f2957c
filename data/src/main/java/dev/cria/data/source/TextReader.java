package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.io.ByteArrayOutputStream;

/** A plain text file: documents are separated by a line that holds a form feed, or it is one. */
final class TextReader implements RowReader {

    private final boolean isDivided;
    private final LineInput lines;
    private final String name;
    private long number;
    private boolean ended;

    TextReader(SourceFile file) {
        this(file, true);
    }

    private TextReader(SourceFile file, boolean isDivided) {
        this.isDivided = isDivided;
        name = file.name();
        lines = new LineInput(file.path());
    }

    /** A reader for which form feeds mean nothing. */
    static TextReader ofWhole(SourceFile file) {
        return new TextReader(file, false);
    }

    @Override
    public Row next() {
        while (!ended) {
            Row row = read();
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    /** What comes before the next form feed; null where that is white space. */
    private Row read() {
        long first = number + 1;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean tooLong = false;
        while (true) {
            byte[] line = lines.next();
            if (line == null) {
                ended = true;
                break;
            }
            number++;
            if (isDivided && isSeparator(line)) {
                break;
            }
            tooLong |=
                    line == LineInput.TOO_LONG
                            || text.size() + line.length > LineInput.MAX_LINE_BYTES;
            if (!tooLong) {
                text.writeBytes(line);
                text.write('\n');
            }
        }
        if (tooLong) {
            return Row.bad(first, "is longer than " + LineInput.MAX_LINE_BYTES + " bytes");
        }
        byte[] bytes = text.toByteArray();
        return isBlank(bytes) ? null : new TextRow(bytes, name, first);
    }

    private static boolean isSeparator(byte[] line) {
        return line.length > 0 && line[0] == '\f' && isBlank(line);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && (b < '\t' || b > '\r')) {
                return false;
            }
        }
        return true;
    }

    record TextRow(byte[] content, String name, long number) implements Row {

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public Document document() throws BadRowException {
            String text =
                    Utf8.decode(content).orElseThrow(() -> new BadRowException("is not UTF-8"));
            String stripped = text.replace("\r\n", "\n").strip();
            if (stripped.isEmpty()) {
                throw new BadRowException("is empty");
            }
            return Document.of(name + ":" + number, stripped, name);
        }
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
