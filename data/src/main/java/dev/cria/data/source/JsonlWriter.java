package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes one JSON object per line; packed by the end of the name. */
public final class JsonlWriter implements DocumentWriter {

    private final Path file;
    private final OutputStream stream;

    /** Creates the file, which must not exist. */
    public JsonlWriter(Path file) {
        this.file = file;
        try {
            OutputStream raw =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            stream = new BufferedOutputStream(Compression.of(file).pack(raw));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void write(Document document) {
        try {
            JsonLines.write(List.of(document), stream);
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserException failure(IOException e) {
        return new UserException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
