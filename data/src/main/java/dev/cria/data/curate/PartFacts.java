package dev.cria.data.curate;

import dev.cria.data.pipeline.Facts;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Facts in files, one for each unit of a pass. */
final class PartFacts implements Facts {

    private static final int BUFFER_BYTES = 1 << 16;

    private final List<Path> files;
    private final long[] first;

    /**
     * Facts in files.
     *
     * @param counts documents of each file
     */
    PartFacts(List<Path> files, long[] counts) {
        this.files = List.copyOf(files);
        first = new long[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            first[i + 1] = first[i] + counts[i];
        }
    }

    @Override
    public long documents() {
        return first[files.size()];
    }

    @Override
    public int parts() {
        return files.size();
    }

    @Override
    public long firstOrdinal(int part) {
        return first[part];
    }

    @Override
    public Cursor open(int part) throws IOException {
        return new FileCursor(files.get(part), first[part], first[part + 1]);
    }

    private static final class FileCursor implements Cursor {

        private final DataInputStream in;
        private final long end;
        private long ordinal;
        private byte[] bytes = new byte[1 << 10];
        private int length;

        FileCursor(Path file, long first, long end) throws IOException {
            in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
            ordinal = first - 1;
            this.end = end;
        }

        @Override
        public boolean next() throws IOException {
            if (ordinal + 1 == end) {
                return false;
            }
            ordinal++;
            length = in.readInt();
            if (length < 0) {
                throw new EOFException("facts of " + length + " bytes");
            }
            if (length > bytes.length) {
                bytes = new byte[Math.max(length, 2 * bytes.length)];
            }
            in.readFully(bytes, 0, length);
            return true;
        }

        @Override
        public long ordinal() {
            return ordinal;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public DataInput facts() {
            return new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
