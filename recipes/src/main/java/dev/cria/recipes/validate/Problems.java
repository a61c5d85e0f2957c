package dev.cria.recipes.validate;

import dev.cria.checkpoints.UserException;
import java.util.List;

/** Says everything that is wrong at once. */
final class Problems {

    private Problems() {}

    static void throwIfAny(List<String> problems) {
        if (problems.size() == 1) {
            throw new UserException(problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new UserException(
                    "%d problems; nothing was run or written%n  %s"
                            .formatted(problems.size(), String.join("\n  ", problems)));
        }
    }
}
