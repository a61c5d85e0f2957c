package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointFile;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.optim.Resumable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training has changed: trained parameters, and the state of everything that remembers. All
 * else is a function of the recipe and the step.
 *
 * @param remembering what remembers, by the name of its file
 */
public record CheckpointParts(List<Parameter> parameters, Map<String, Resumable> remembering) {

    private static final String PARAMETERS = "parameters";

    /** Everything as it is, by the names of files. */
    Map<String, List<TensorData>> tensors() {
        Map<String, List<TensorData>> parts = new LinkedHashMap<>();
        parts.put(
                PARAMETERS,
                parameters.stream()
                        .map(p -> TensorTransfer.store(p.name(), p.value(), DType.F32))
                        .toList());
        remembering.forEach((name, part) -> parts.put(name, part.state()));
        return parts;
    }

    /**
     * A file for each part.
     *
     * @throws FiniteChannel.NotFinite when one is written and a number of it is not finite
     */
    static List<CheckpointFile> files(Map<String, List<TensorData>> parts) {
        return parts.entrySet().stream()
                .map(
                        part ->
                                new CheckpointFile(
                                        fileName(part.getKey()),
                                        SafetensorsWriter.content(
                                                checked(part.getKey(), part.getValue()), Map.of())))
                .toList();
    }

    /** The same tensors; their fp32 numbers are looked at on their way into the file. */
    private static List<TensorData> checked(String part, List<TensorData> tensors) {
        return tensors.stream()
                .map(tensor -> tensor.info().dtype() == DType.F32 ? checked(part, tensor) : tensor)
                .toList();
    }

    private static TensorData checked(String part, TensorData tensor) {
        String name = part + "/" + tensor.info().name();
        return new TensorData(
                tensor.info(),
                channel -> tensor.content().writeTo(new FiniteChannel(channel, name)));
    }

    /** Takes up a checkpoint. */
    void restore(Checkpoint checkpoint) {
        loadParameters(checkpoint, parameters);
        remembering.forEach(
                (name, part) -> {
                    if (!has(checkpoint, name) && part.startsAnywhere()) {
                        return;
                    }
                    try (SafetensorsFile source = open(checkpoint, name)) {
                        part.restore(source);
                    }
                });
    }

    /** Fills parameters with those of a checkpoint. */
    static void loadParameters(Checkpoint checkpoint, List<Parameter> parameters) {
        load(checkpoint, PARAMETERS, "", parameters);
    }

    /** Fills parameters with tensors of a part, whose names are theirs after a prefix. */
    static void load(
            Checkpoint checkpoint, String part, String prefix, List<Parameter> parameters) {
        try (SafetensorsFile source = open(checkpoint, part)) {
            for (Parameter parameter : parameters) {
                String name = prefix + parameter.name();
                if (!source.tensors().containsKey(name)) {
                    throw new UserException(
                            "%s: holds no '%s'; it is a checkpoint of another model"
                                    .formatted(checkpoint.folder(), name));
                }
                TensorTransfer.loadInto(parameter.value(), source, name);
            }
        }
    }

    /** The parameters of a checkpoint. */
    static SafetensorsFile openParameters(Checkpoint checkpoint) {
        return open(checkpoint, PARAMETERS);
    }

    private static boolean has(Checkpoint checkpoint, String part) {
        return checkpoint.fileNames().contains(fileName(part));
    }

    private static SafetensorsFile open(Checkpoint checkpoint, String part) {
        if (!has(checkpoint, part)) {
            throw new UserException(
                    "%s: holds no %s; it was written by another version of Cria, delete it to begin again"
                            .formatted(checkpoint.folder(), fileName(part)));
        }
        return SafetensorsFile.open(checkpoint.file(fileName(part)));
    }

    private static String fileName(String part) {
        return part + ".safetensors";
    }
}
