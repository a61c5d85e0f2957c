package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointFile;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.optim.Resumable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves what training has changed, so that it can go on bit for bit: trained parameters and the
 * state of everything that remembers. All else is a function of the recipe and the step.
 *
 * @param parts what remembers, by the name of its file
 * @param saveSteps steps between checkpoints; 0 for one at the end only
 */
public record TrainingCheckpoints(
        CheckpointStore store,
        List<Parameter> parameters,
        Map<String, Resumable> parts,
        long saveSteps)
        implements StepHook, Rewind {

    private static final String PARAMETERS = "parameters";

    @Override
    public long restore() {
        Optional<Checkpoint> newest = store.newest();
        if (newest.isEmpty()) {
            return 0;
        }
        Checkpoint checkpoint = newest.get();
        loadParameters(checkpoint, parameters);
        parts.forEach(
                (name, part) -> {
                    try (SafetensorsFile source = open(checkpoint, name)) {
                        part.restore(source);
                    }
                });
        return checkpoint.step();
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

    private static SafetensorsFile open(Checkpoint checkpoint, String part) {
        if (!checkpoint.fileNames().contains(fileName(part))) {
            throw new UserException(
                    "%s: holds no %s; it was written by another version of Cria, delete it to begin again"
                            .formatted(checkpoint.folder(), fileName(part)));
        }
        return SafetensorsFile.open(checkpoint.file(fileName(part)));
    }

    private static String fileName(String part) {
        return part + ".safetensors";
    }

    @Override
    public void after(FinishedStep step) {
        boolean due = saveSteps > 0 && step.number() % saveSteps == 0;
        if (step.last() || due || step.saves()) {
            save(step.number());
        }
    }

    @Override
    public void save(long step) {
        List<CheckpointFile> files = new ArrayList<>();
        files.add(
                file(
                        PARAMETERS,
                        parameters.stream()
                                .map(p -> TensorTransfer.store(p.name(), p.value(), DType.F32))
                                .toList()));
        parts.forEach((name, part) -> files.add(file(name, part.state())));
        store.save(step, files);
    }

    private static CheckpointFile file(String part, List<TensorData> tensors) {
        return new CheckpointFile(fileName(part), SafetensorsWriter.content(tensors, Map.of()));
    }
}
