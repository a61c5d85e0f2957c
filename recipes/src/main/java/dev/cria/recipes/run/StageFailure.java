package dev.cria.recipes.run;

import java.nio.file.Path;

/** A stage has failed through no fault of the user; the log has the details. */
public final class StageFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageFailure(String stage, Path log, Throwable cause) {
        super("stage %s failed: %s%n  log: %s".formatted(stage, cause, log), cause);
    }
}
