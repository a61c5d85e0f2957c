package dev.cria.benchmarks;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.run.CheckpointFile;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Saves and loads the tensors of a file with Cria's reader and writer. */
final class FormatsCria {

    private static final int PAGE = 4096;

    private final List<TensorData> tensors = new ArrayList<>();

    /** Takes the tensors of the source into memory. */
    FormatsCria(Path source) {
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            for (TensorInfo info : file.tensors().values()) {
                ByteBuffer copy = ByteBuffer.allocateDirect((int) info.byteSize());
                tensors.add(TensorData.of(info, copy.put(file.bytes(info.name())).flip()));
            }
        }
    }

    /** Writes all tensors to each file; durable as everything is that Cria writes. */
    void save(boolean durable, List<Path> files) {
        for (Path file : files) {
            FileContent content = SafetensorsWriter.content(tensors, Map.of());
            if (durable) {
                DurableFiles.writeFile(file, content);
            } else {
                write(file, content);
            }
        }
    }

    private static void write(Path file, FileContent content) {
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            content.writeTo(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves a checkpoint: hashed while it is written, forced, read again, with a manifest. */
    void saveCheckpoint(Path folder, int numFiles) {
        List<CheckpointFile> files = new ArrayList<>();
        for (int i = 0; i < numFiles; i++) {
            FileContent content = SafetensorsWriter.content(tensors, Map.of());
            files.add(new CheckpointFile("model-" + i + ".safetensors", content));
        }
        new CheckpointStore(folder, 2).save(1, files);
    }

    /** Maps and touches a byte of every page; answers their sum. */
    long load(List<Path> files) {
        long sum = 0;
        for (Path path : files) {
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (String name : file.tensors().keySet()) {
                    ByteBuffer bytes = file.bytes(name);
                    for (int at = 0; at < bytes.limit(); at += PAGE) {
                        sum += bytes.get(at);
                    }
                }
            }
        }
        return sum;
    }
}
