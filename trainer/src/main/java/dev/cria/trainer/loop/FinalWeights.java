package dev.cria.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.Parameter;
import java.util.List;

/** Fills the parameters from checkpoints once training has ended. */
public record FinalWeights(Engine engine, CheckpointStore store, List<Parameter> parameters) {

    /** The parameters as they were after a step. */
    public void of(long step) {
        CheckpointParts.loadParameters(checkpoint(step), parameters);
    }

    /**
     * Their moving average as it was after a step.
     *
     * @param part the file of the average
     */
    public void averageOf(long step, String part) {
        CheckpointParts.load(checkpoint(step), part, MovingAverage.PREFIX, parameters);
    }

    private Checkpoint checkpoint(long step) {
        return store.at(step)
                .orElseThrow(
                        () ->
                                new UserException(
                                        "the best checkpoint, of step %d, is gone or damaged"
                                                .formatted(step)));
    }

    /**
     * The mean of the newest checkpoints (Llama 3, section 3.4.3); answers their steps, newest
     * first, fewer than asked for where there are no more. Beside the parameters, one tensor is
     * held at a time.
     */
    public List<Long> meanOfLast(int count) {
        List<Checkpoint> newest = TrainingCheckpoints.scheduled(store, count);
        for (int i = 0; i < newest.size(); i++) {
            if (i == 0) {
                CheckpointParts.loadParameters(newest.get(i), parameters);
            } else {
                blend(newest.get(i), 1.0 / (i + 1));
            }
        }
        return newest.stream().map(Checkpoint::step).toList();
    }

    private void blend(Checkpoint checkpoint, double share) {
        try (SafetensorsFile source = CheckpointParts.openParameters(checkpoint)) {
            for (Parameter parameter : parameters) {
                try (NDManager scope = engine.newScope()) {
                    NDArray other = TensorTransfer.load(scope, source, parameter.name());
                    engine.call("blend", scope)
                            .with(Engine.settings(scope, share))
                            .with(List.of(parameter.value()))
                            .with(List.of(other))
                            .runOne();
                }
            }
        }
    }
}
