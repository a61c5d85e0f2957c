package dev.cria.recipes.recipe;

import java.util.List;

/** What the keys of section checkpoint can get wrong together. */
record SavingChecks(Draft draft, Stage stage, Problems problems) {

    void check() {
        if (!stage.has("async_save", "when_busy", "save_seconds", "save_steps")) {
            return;
        }
        boolean skips = stage.text("when_busy").equals("skip");
        if (skips && !stage.flag("async_save")) {
            problem("when_busy", "when_busy: skip needs async_save: true");
        }
        if (skips && stage.integer("save_steps") == 0 && stage.number("save_seconds") == 0) {
            problem("when_busy", "when_busy: skip needs save_steps or save_seconds");
        }
        if (!stage.has("spike_action", "nonfinite_action", "average_last_checkpoints")) {
            return;
        }
        for (String action : List.of("spike_action", "nonfinite_action")) {
            if (skips && stage.text(action).equals("rollback")) {
                problem(
                        "when_busy",
                        action
                                + ": rollback goes back to a checkpoint, which must not depend on how fast the disk is; take when_busy: wait");
            }
        }
        if (skips && stage.integer("average_last_checkpoints") > 0) {
            problem(
                    "when_busy",
                    "average_last_checkpoints takes the mean of checkpoints, which must not depend on how fast the disk is; take when_busy: wait");
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
