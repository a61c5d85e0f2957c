package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of JSON objects, a line each, in the order of the steps that they belong to. It is cut
 * without being read into memory.
 */
record StepFile(Path path) {

    /** The key of a line's step. */
    static final String STEP = "step";

    private static final JsonMapper JSON = new JsonMapper();

    /** Appends lines; they are on disk when this returns. */
    void append(String lines) {
        try {
            Files.createDirectories(path.getParent());
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UserException(path + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Takes away the lines of a step and of all after it, and one that a crash has cut off. */
    void cutFrom(long step) {
        if (!Files.exists(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(bytesBefore(step));
            channel.force(true);
        } catch (IOException e) {
            throw new UserException(path + ": cannot be cut: " + e.getMessage(), e);
        }
    }

    private long bytesBefore(long step) throws IOException {
        long kept = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    JsonNode read = JSON.readTree(line.toByteArray());
                    if (read.path(STEP).asLong() >= step) {
                        return kept;
                    }
                    kept += line.size();
                    line.reset();
                }
            }
        }
        return kept;
    }
}
