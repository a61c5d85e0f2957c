package dev.cria.recipes.forecast;

import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.MemoryEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the settings that make a stage fit into the memory of the machine. */
final class Advice {

    private static final int SHORTEST = 256;

    private final Forecast forecast;

    Advice(Forecast forecast) {
        this.forecast = forecast;
    }

    /**
     * A setting, or several together, and what the stage needs with them.
     *
     * @param settings keys and values
     */
    record Way(Map<String, Object> settings, MemoryEstimate memory) {

        /** As a command line takes it. */
        String text() {
            return String.join(
                    " ",
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
    }

    /** Each single lever that saves something, the one that saves most first. */
    List<Way> levers() {
        List<Way> ways = new ArrayList<>();
        for (Map<String, Object> change : changes(forecast.stage())) {
            Way way = way(change);
            if (way.memory.total() < forecast.memory().total()) {
                ways.add(way);
            }
        }
        ways.sort((a, b) -> Long.compare(a.memory.total(), b.memory.total()));
        return ways;
    }

    /**
     * Levers added one by one, the strongest first, until the stage fits; null if it never does.
     */
    Way fitting(long bytes) {
        Map<String, Object> taken = new LinkedHashMap<>();
        Way best = new Way(taken, forecast.memory());
        while (best.memory.total() > bytes) {
            Way next = null;
            for (Map<String, Object> change : changes(with(best.settings))) {
                Map<String, Object> all = new LinkedHashMap<>(best.settings);
                all.putAll(change);
                Way way = way(all);
                if (next == null || way.memory.total() < next.memory.total()) {
                    next = way;
                }
            }
            if (next == null || next.memory.total() >= best.memory.total()) {
                return null;
            }
            best = next;
        }
        return best;
    }

    private Way way(Map<String, Object> settings) {
        return new Way(settings, forecast.with(with(settings)).memory());
    }

    private Stage with(Map<String, Object> settings) {
        Map<String, Object> values = new LinkedHashMap<>(forecast.stage().values());
        values.putAll(settings);
        return new Stage(forecast.stage().type(), forecast.stage().name(), values);
    }

    /** Changes that a stage still allows. */
    private static List<Map<String, Object>> changes(Stage stage) {
        List<Map<String, Object>> changes = new ArrayList<>();
        if (!stage.flag("activation_checkpointing")) {
            changes.add(Map.of("activation_checkpointing", true));
        }
        if (!stage.flag("activation_offload")) {
            changes.add(Map.of("activation_offload", true));
        }
        long rows = stage.integer("per_device_train_batch_size");
        long batches = stage.integer("gradient_accumulation_steps");
        boolean inBackward = stage.flag("optimizer_in_backward");
        if (rows > 1 && rows % 2 == 0 && !inBackward) {
            Map<String, Object> halved = new LinkedHashMap<>();
            halved.put("per_device_train_batch_size", rows / 2);
            halved.put("gradient_accumulation_steps", batches * 2);
            changes.add(halved);
        }
        if (!stage.text("optim").equals("adamw_8bit")) {
            changes.add(Map.of("optim", "adamw_8bit"));
        }
        if (!inBackward && batches == 1) {
            Map<String, Object> backward = new LinkedHashMap<>();
            backward.put("optimizer_in_backward", true);
            backward.put("max_grad_norm", 0.0);
            changes.add(backward);
        }
        if (!stage.type().equals("pretrain")) {
            String method = stage.text("finetuning_type");
            if (method.equals("full")) {
                changes.add(Map.of("finetuning_type", "lora"));
            } else if (method.equals("lora") && stage.text("base_dtype").equals("auto")) {
                changes.add(Map.of("finetuning_type", "qlora"));
            }
        }
        boolean cuts = !stage.type().equals("grpo");
        if (cuts && rows == 1 && stage.integer("max_seq_len") >= 2 * SHORTEST) {
            changes.add(Map.of("max_seq_len", (long) stage.integer("max_seq_len") / 2));
        }
        return changes;
    }
}
