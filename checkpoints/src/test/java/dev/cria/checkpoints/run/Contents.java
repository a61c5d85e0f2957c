package dev.cria.checkpoints.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The files of a checkpoint as training writes them, a pure function of their arguments. */
final class Contents {

    private Contents() {}

    /**
     * The files of a checkpoint.
     *
     * @param parameters how many there are, four bytes each
     */
    static List<CheckpointFile> of(long salt, long step, int parameters) {
        Random random = new Random(salt * 31 + step);
        return List.of(
                tensors("parameters", random.nextLong(), parameters),
                tensors("optimizer", random.nextLong(), 2 * parameters),
                new CheckpointFile(
                        "loader.json",
                        FileContent.of(
                                "{\"step\": %d, \"row\": %d}"
                                        .formatted(step, random.nextInt(1 << 20))
                                        .getBytes(UTF_8))));
    }

    private static CheckpointFile tensors(String name, long seed, int count) {
        TensorInfo info = new TensorInfo(name, DType.F32, Shape.of(count));
        TensorData data =
                new TensorData(
                        info,
                        channel -> {
                            byte[] bytes = new byte[4 * count];
                            new Random(seed).nextBytes(bytes);
                            FileContent.of(bytes).writeTo(channel);
                        });
        return new CheckpointFile(
                name + ".safetensors", SafetensorsWriter.content(List.of(data), Map.of()));
    }

    /** All bytes of a file to be written. */
    static byte[] bytes(CheckpointFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.content().writeTo(Channels.newChannel(out));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toByteArray();
    }

    /** Bytes of all files together. */
    static long size(List<CheckpointFile> files) {
        return files.stream().mapToLong(file -> bytes(file).length).sum();
    }

    /** That a checkpoint holds these files, bit for bit. */
    static void assertIn(
            Checkpoint checkpoint, List<CheckpointFile> files, Storage storage, String what)
            throws IOException {
        assertEquals(files.size(), checkpoint.fileNames().size(), what);
        for (CheckpointFile file : files) {
            byte[] expected = bytes(file);
            ByteBuffer actual = ByteBuffer.allocate(expected.length + 1);
            try (Storage.InputFile input = storage.open(checkpoint.file(file.name()))) {
                while (actual.hasRemaining() && input.read(actual) >= 0) {}
            }
            byte[] read = new byte[actual.position()];
            actual.flip().get(read);
            assertArrayEquals(expected, read, () -> file.name() + " " + what);
        }
    }
}
