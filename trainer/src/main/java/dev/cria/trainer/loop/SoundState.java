package dev.cria.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.FiniteNumbers;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks, before an update, for numbers that are not finite where neither the loss nor the gradients
 * would tell: in the optimizer's moments, which only the update reads, and in a table of which the
 * step used some rows only. A parameter that every token goes through spoils the loss or the
 * gradients by itself.
 */
record SoundState(Policy policy, Optimizer optimizer) {

    /** What is wrong, if anything is. */
    Optional<String> problem() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        optimizer.numbers().forEach((name, array) -> arrays.put(name + " of the optimizer", array));
        String table = policy.tableByRows();
        for (Parameter parameter : policy.parameters()) {
            if (parameter.name().equals(table)) {
                arrays.put(parameter.name(), parameter.value());
            }
        }
        if (arrays.isEmpty() || isNormFinite(List.copyOf(arrays.values()))) {
            return Optional.empty();
        }
        // The norm of large numbers overflows: only a number itself is an alarm.
        return arrays.entrySet().stream()
                .filter(array -> !FiniteNumbers.allIn(array.getValue()))
                .findFirst()
                .map(array -> array.getKey() + " is not finite");
    }

    /** One pass at the speed of memory. */
    private boolean isNormFinite(List<NDArray> arrays) {
        try (NDManager scope = policy.engine().newScope()) {
            return Double.isFinite(Gradients.norm(policy.engine(), scope, arrays));
        }
    }
}
