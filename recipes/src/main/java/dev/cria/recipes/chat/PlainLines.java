package dev.cria.recipes.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lines of a file or a pipe, in UTF-8. */
public final class PlainLines implements LineSource {

    private final BufferedReader reader;

    /** Those of a stream, which is not closed here. */
    public PlainLines(InputStream stream) {
        reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    @Override
    public String next(String prompt) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever pipes lines in stops the whole program with Ctrl-C. */
    @Override
    public void onInterrupt(Runnable action) {}

    @Override
    public void close() {}
}
