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
import dev.cria.trainer.optim.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves what training has changed, so that it can go on bit for bit: trained parameters and the
 * optimizer's moments. Everything else is a function of the recipe and the step.
 *
 * @param saveSteps steps between checkpoints; 0 for one at the end only
 */
public record TrainingCheckpoints(
        CheckpointStore store, List<Parameter> parameters, Optimizer optimizer, long saveSteps)
        implements StepHook {

    private static final String PARAMETERS = "parameters.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";

    /** Takes up the newest sound checkpoint; answers its step, 0 where there is none. */
    public long restore() {
        Optional<Checkpoint> newest = store.newest();
        if (newest.isEmpty()) {
            return 0;
        }
        Checkpoint checkpoint = newest.get();
        try (SafetensorsFile source = SafetensorsFile.open(checkpoint.file(PARAMETERS))) {
            for (Parameter parameter : parameters) {
                if (!source.tensors().containsKey(parameter.name())) {
                    throw new UserException(
                            "%s: holds no '%s'; it is a checkpoint of another model"
                                    .formatted(checkpoint.folder(), parameter.name()));
                }
                TensorTransfer.loadInto(parameter.value(), source, parameter.name());
            }
        }
        try (SafetensorsFile source = SafetensorsFile.open(checkpoint.file(OPTIMIZER))) {
            optimizer.restore(source);
        }
        return checkpoint.step();
    }

    @Override
    public void after(FinishedStep step) {
        if (step.last() || (saveSteps > 0 && step.number() % saveSteps == 0)) {
            save(step.number());
        }
    }

    private void save(long step) {
        List<TensorData> values =
                parameters.stream()
                        .map(p -> TensorTransfer.store(p.name(), p.value(), DType.F32))
                        .toList();
        store.save(
                step,
                List.of(
                        new CheckpointFile(PARAMETERS, SafetensorsWriter.content(values, Map.of())),
                        new CheckpointFile(
                                OPTIMIZER,
                                SafetensorsWriter.content(optimizer.state(), Map.of()))));
    }
}
