package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RegularFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the header of a GGUF file says; the tensors' bytes are not read.
 *
 * @param metadata values are {@code Long} (all integers), {@code Double}, {@code Boolean}, {@code
 *     String} or {@code List} of these
 * @param tensors by name, in the order of the file
 * @param dataStart byte offset of the first tensor
 */
public record GgufFile(
        Path file, Map<String, Object> metadata, Map<String, GgufTensor> tensors, long dataStart) {

    public GgufFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * @throws UserException when the file is absent, unreadable, or has a tensor type that Cria
     *     does not know
     * @throws CorruptFileException when it is damaged: counts, strings, shapes and offsets are
     *     checked against the file's size, and duplicates are refused
     */
    public static GgufFile open(Path file) {
        RegularFiles.require(file);
        try (FileChannel channel = FileChannel.open(file)) {
            return new GgufReader(file, channel).read();
        } catch (NoSuchFileException absent) {
            throw new UserException(file + " does not exist", absent);
        } catch (IOException failure) {
            throw new UserException("cannot read " + file + ": " + failure, failure);
        }
    }
}
