package dev.cria.recipes.run;

import dev.cria.recipes.recipe.Stage;
import java.util.Map;

/** What the user sees of a run. */
public interface RunView {

    /** A stage begins. */
    ProgressSink begin(Stage stage);

    /**
     * The stage that began last goes no further.
     *
     * @param ended whether it came to its end
     */
    void end(Stage stage, double seconds, boolean ended);

    /** A stage had ended in an earlier run. */
    void skipped(Stage stage);

    /**
     * All stages have ended.
     *
     * @param anythingRun false where all of them had ended before
     */
    void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun);
}
